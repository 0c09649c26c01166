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

    /// <summary>Asks until a trace satisfies the condition; exporters deliver in batches, so it takes a second or two.</summary>
    public async Task<IReadOnlyList<TelemetrySpan>> WaitForTraceAsync(
        string traceId, Func<IReadOnlyList<TelemetrySpan>, bool> isComplete, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        IReadOnlyList<TelemetrySpan> spans = [];
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            spans = await GetTraceAsync(traceId, cancellationToken);
            if (isComplete(spans))
            {
                break;
            }
        }

        return spans;
    }

    public void Dispose() => _client.Dispose();

    private async Task<IReadOnlyList<TelemetrySpan>> GetTraceAsync(string traceId, CancellationToken cancellationToken)
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
