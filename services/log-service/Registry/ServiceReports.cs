using System.Net;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;
using SreCopilot.Peers;

namespace SreCopilot.LogService.Registry;

/// <summary>
/// Tells metrics-collector-service, which keeps the registry, which services write logs: a new one within seconds, a known one once a
/// minute. What cannot be told is told later; nobody waits for it.
/// </summary>
internal sealed partial class ServiceReports(PeerClient peers, IOptions<ServiceReportOptions> options, TimeProvider time, ILogger<ServiceReports> logger) : BackgroundService
{
    // A project's names in one request, as many as the registry takes; and of all projects together in memory.
    private const int MostInRequest = 1000;
    private const int MostRemembered = 50_000;

    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<SeenService, DateTimeOffset> _waiting = [];
    private readonly Dictionary<SeenService, DateTimeOffset> _told = [];
    private bool _away;

    /// <summary>Notes that services wrote lines that are durable now.</summary>
    public void Saw(Guid tenantId, Guid projectId, IEnumerable<string> services)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (var name in services)
            {
                var service = new SeenService(tenantId, projectId, name);
                if (_waiting.Count < MostRemembered && (!_told.TryGetValue(service, out var told) || now - told >= Precision))
                {
                    _waiting[service] = now;
                }
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.ReportSeconds));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var project in Take().GroupBy(seen => (seen.Key.TenantId, seen.Key.ProjectId)))
            {
                foreach (var some in project.Chunk(MostInRequest))
                {
                    await TellAsync(project.Key.TenantId, project.Key.ProjectId, some, stoppingToken);
                }
            }
        }
    }

    private List<KeyValuePair<SeenService, DateTimeOffset>> Take()
    {
        lock (_gate)
        {
            List<KeyValuePair<SeenService, DateTimeOffset>> all = [.. _waiting];
            _waiting.Clear();
            if (_told.Count > MostRemembered)
            {
                _told.Clear();
            }

            return all;
        }
    }

    private async Task TellAsync(Guid tenant, Guid project, KeyValuePair<SeenService, DateTimeOffset>[] services, CancellationToken cancel)
    {
        var caller = new Caller { Kind = CallerKind.Service, TenantId = tenant, ProjectId = project };
        var report = new ServiceReport([.. services.Select(seen => new ReportedService(seen.Key.Name, seen.Value))]);
        var (status, problem) = await peers.PostAsync(new Uri(options.Value.Collector, "/internal/services"), caller, report, LogJson.Default.ServiceReport, Deadline, cancel);
        var isTold = status == HttpStatusCode.OK;
        lock (_gate)
        {
            foreach (var (service, seen) in services)
            {
                if (isTold)
                {
                    _told[service] = seen;
                }
                else if (_waiting.Count < MostRemembered)
                {
                    _waiting.TryAdd(service, seen);
                }
            }
        }

        if (!isTold && !_away)
        {
            LogAway(problem ?? $"it answered {(int)status!}");
        }

        _away = !isTold;
    }

    [LoggerMessage(LogLevel.Warning, "metrics-collector-service does not take the names of services that write logs: {Problem}. They are sent again")]
    private partial void LogAway(string problem);

    private readonly record struct SeenService(Guid TenantId, Guid ProjectId, string Name);
}
