using System.Text.Json;

namespace SreCopilot.EndToEnd.Tests;

/// <summary>Reads traces from the dashboard's telemetry API.</summary>
public sealed class DashboardTelemetry : IDisposable
{
    private readonly HttpClient _client;

    public DashboardTelemetry(Uri dashboard, string apiKey)
    {
        _client = new HttpClient { BaseAddress = dashboard };
        _client.DefaultRequestHeaders.Add("x-api-key", apiKey);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The spans of a trace; none while it is unknown.</summary>
    public async Task<IReadOnlyList<TelemetrySpan>> GetTraceAsync(string traceId, CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync($"/api/telemetry/traces/{traceId}", cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return [];
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        return [.. TelemetrySpan.ReadAll(document.RootElement)];
    }
}
