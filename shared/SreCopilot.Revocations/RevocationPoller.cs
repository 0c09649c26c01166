using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SreCopilot.ServiceDefaults.Telemetry;

namespace SreCopilot.Revocations;

/// <summary>
/// Asks auth-service for new revocations, once per interval for all requests together. While auth-service is away the list
/// stays as it is: nobody can revoke anything in that time either, and signed-in users keep working.
/// </summary>
internal sealed partial class RevocationPoller : BackgroundService
{
    private readonly RevocationSource _auth;
    private readonly RevocationList _list;
    private readonly RevocationOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<RevocationPoller> _logger;
    private readonly Counter<long> _failures;
    private string? _cursor;
    private bool _failing;

    public RevocationPoller(
        RevocationSource auth, RevocationList list, IOptions<RevocationOptions> options, TimeProvider time, IMeterFactory meters, ILogger<RevocationPoller> logger)
    {
        (_auth, _list, _options, _time, _logger) = (auth, list, options.Value, time, logger);
        var meter = meters.Create(TelemetrySources.Platform);
        _failures = meter.CreateCounter<long>("revocation_poll_failures", description: "Questions for revocations that auth-service did not answer.");
        meter.CreateObservableGauge("revocation_entries", () => list.Count, description: "Revocations in memory.");
    }

    /// <summary>Whether the list has been read at least once: before that, a revoked token would be let through.</summary>
    public bool IsReady { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(_options.PollSeconds), _time);
        do
        {
            await PollAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PollAsync(CancellationToken stopping)
    {
        var (page, problem) = await _auth.ReadAsync(_cursor, stopping);
        if (page is null)
        {
            _failures.Add(1);
            if (!_failing && !stopping.IsCancellationRequested)
            {
                LogAway(problem, _list.Count);
            }

            _failing = true;
            return;
        }

        foreach (var entry in page.Revocations ?? [])
        {
            _list.Add(entry, TimeSpan.FromHours(_options.KeepHours));
        }

        _list.Trim();
        _cursor = page.Cursor ?? _cursor;
        if (_failing)
        {
            LogBack();
        }

        (_failing, IsReady) = (false, true);
    }

    [LoggerMessage(LogLevel.Warning, "auth-service does not tell what was revoked ({Problem}); going on with the {Count} entries known so far")]
    private partial void LogAway(string? problem, int count);

    [LoggerMessage(LogLevel.Information, "auth-service tells again what was revoked")]
    private partial void LogBack();
}
