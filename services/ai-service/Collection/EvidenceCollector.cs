using Microsoft.Extensions.Options;
using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;
using SreCopilot.AiService.RootCause;
using SreCopilot.Database;

namespace SreCopilot.AiService.Collection;

/// <summary>
/// Asks all sources at once. Each has its own deadline and all together have one; what has not answered by then is named as missing and the
/// rest is used. About 20 requests, and two more per service near the incident.
/// </summary>
internal sealed partial class EvidenceCollector(ProjectPeers peers, IOptions<CollectionOptions> options, TimeProvider time, ILogger<EvidenceCollector> logger)
{
    /// <summary>Services that are looked at closely.</summary>
    private const int MostSuspects = 4;

    public async Task<Collected> CollectAsync(CallerScope scope, IncidentBody asked, IReadOnlyDictionary<Guid, Cause> knownCauses, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TotalSeconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        var stop = both.Token;
        var now = time.GetUtcNow();
        var window = AnalysisWindow.Of(asked.DetectedAt, now, options.Value);
        var question = new Question(peers, scope, asked, window, TimeSpan.FromSeconds(options.Value.AnswerSeconds), now);

        var reading = Topology.ReadAsync(question, stop);
        var independent = Start(question, reading, knownCauses, stop);
        var topology = await UnlessLate(reading, new Topology([], [], [new(EvidenceKind.TracePropagation, Late)]), cancel);
        var service = topology.NameOf(asked.ServiceName);
        var figures = await UnlessLate<ServiceSeries?>(ReadFiguresAsync(question, topology.Nearest(service, options.Value.MostServices), stop), null, cancel);
        var near = figures is null ? [] : figures.Services.Select(name => ServiceShifts.Of(name, figures.Find(name)!, window)).ToList();
        var onset = OnsetOf(service, near, window);

        var localised = figures is null ? [] : FaultOrigin.Localise(figures, topology, service);
        var silent = figures is null ? [] : SilentServices.Find(figures, topology).ToList();
        var closer = await UnlessLate(LookCloserAsync(question, Suspects(service, near, localised), onset, stop), [], cancel);

        var findings = await Task.WhenAll(independent.Select(source => UnlessLate(source.Task, new Findings([], new MissingSource(source.Kind, Late)), cancel)));
        var explanations = closer.SelectMany(one => one.Explanations).ToList();
        var evidence = near.SelectMany(shifts => shifts.Describe(window))
            .Concat(FaultOrigin.PassOn(localised, explanations))
            .Concat(silent)
            .Concat(closer.SelectMany(one => one.Evidence))
            .Concat(findings.SelectMany(found => found.Evidence))
            .Where(one => IsKnownTrouble(one, near, silent))
            .ToList();
        var missing = findings.Select(found => found.Missing).Append(figures is null ? new MissingSource(EvidenceKind.MetricAnomaly, Late) : figures.Missing)
            .OfType<MissingSource>().Concat(topology.Missing).DistinctBy(one => one.Kind).OrderBy(one => one.Kind).ToList();
        LogCollected(asked.Id, evidence.Count, missing.Count);

        var graph = new ServiceGraph(topology.Edges.Concat(explanations.Select(one => (one.Node, one.Behind))));
        return new Collected(IncidentContext.Of(service, onset, graph, [.. missing.Select(one => one.Kind)]), evidence, missing, window);
    }

    private const string Late = "it did not answer in time";

    private static async Task<ServiceSeries?> ReadFiguresAsync(Question question, IReadOnlyList<string> services, CancellationToken stop) =>
        await ServiceSeries.ReadAsync(question, services, stop);

    private static List<(EvidenceKind Kind, Task<Findings> Task)> Start(Question question, Task<Topology> topology, IReadOnlyDictionary<Guid, Cause> known, CancellationToken stop) =>
    [
        (EvidenceKind.Alert, AlertSource.CollectAsync(question, stop)),
        (EvidenceKind.Alert, ConditionAlertSource.CollectAsync(question, stop)),
        (EvidenceKind.Deployment, DeploymentSource.CollectAsync(question, stop)),
        (EvidenceKind.ErrorGroup, ErrorSource.CollectAsync(question, topology, stop)),
        (EvidenceKind.LogPattern, LogSource.CollectAsync(question, topology, stop)),
        (EvidenceKind.SloBurn, SloSource.CollectAsync(question, stop)),
        (EvidenceKind.HostSaturation, HostSource.CollectAsync(question, topology, stop)),
        (EvidenceKind.MetricAnomaly, MemorySource.CollectAsync(question, stop)),
        (EvidenceKind.PastIncident, PastIncidentSource.CollectAsync(question, known, stop)),
    ];

    // The incident's service knows best; failing that whoever got worse first, failing that the incident itself.
    private static DateTimeOffset OnsetOf(string service, List<ServiceShifts> near, AnalysisWindow window)
    {
        var row = near.FirstOrDefault(shifts => shifts.Service == service)?.Since ?? near.Select(shifts => shifts.Since).Min();
        return row is { } since ? window.TimeOf(window.NormalRows + since) : window.Detected;
    }

    private static List<string> Suspects(string service, List<ServiceShifts> near, IReadOnlyList<Evidence> localised) =>
    [
        .. localised.OrderByDescending(evidence => evidence.Strength).Select(evidence => evidence.Subject)
            .Append(service)
            .Concat(near.Where(shifts => shifts.Since is not null).OrderBy(shifts => shifts.Since).Select(shifts => shifts.Service))
            .Distinct(StringComparer.Ordinal)
            .Take(MostSuspects),
    ];

    private static async Task<IReadOnlyList<SuspectFindings>> LookCloserAsync(Question question, IEnumerable<string> suspects, DateTimeOffset onset, CancellationToken stop) =>
        await Task.WhenAll(suspects.SelectMany(suspect => new[]
        {
            DatabaseSource.CollectAsync(question, suspect, onset, stop),
            FailingCallSource.CollectAsync(question, suspect, onset, stop),
        }));

    // A call that failed in a trace does not make a service dead that still answers.
    private static bool IsKnownTrouble(Evidence evidence, List<ServiceShifts> near, List<Evidence> silent) =>
        evidence.Signal != Signal.DependencyFailing || silent.Any(one => one.Subject == evidence.Subject)
        || near.All(shifts => shifts.Service != evidence.Subject || shifts.RequestsSeen == 0);

    private static async Task<T> UnlessLate<T>(Task<T> task, T otherwise, CancellationToken cancel)
    {
        try
        {
            return await task;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return otherwise;
        }
    }

    [LoggerMessage(LogLevel.Information, "Collected {Facts} facts about incident {IncidentId}; {Missing} sources did not answer")]
    private partial void LogCollected(Guid incidentId, int facts, int missing);
}
