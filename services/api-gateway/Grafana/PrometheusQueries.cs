using System.Globalization;
using System.Text.Json;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>Range queries to the Prometheus behind a Grafana.</summary>
internal sealed class PrometheusQueries(GrafanaClient client)
{
    /// <summary>The id of Grafana's first Prometheus data source; null when it has none.</summary>
    public async Task<(long? Id, GrafanaAnswer Answer)> FindSourceAsync(GrafanaConnection grafana, CancellationToken cancel)
    {
        var answer = await client.GetAsync(grafana, "/api/datasources", cancel);
        foreach (var source in answer.Json.Items())
        {
            if (source.Text("type") == "prometheus" && source.Field("id") is { ValueKind: JsonValueKind.Number } id && id.TryGetInt64(out var number))
            {
                return (number, answer);
            }
        }

        return (null, answer);
    }

    /// <summary>The series of a query; none when it fails.</summary>
    public async Task<List<Series>> RunAsync(GrafanaConnection grafana, long source, string expr, string refId, TimeRange range, long step, CancellationToken cancel)
    {
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"/api/datasources/proxy/{source}/api/v1/query_range?query={Uri.EscapeDataString(expr)}&start={range.From}&end={range.To}&step={step}");
        var answer = await client.GetAsync(grafana, path, cancel);
        return answer.Json is { } json ? [.. Series.Read(json, refId)] : [];
    }
}
