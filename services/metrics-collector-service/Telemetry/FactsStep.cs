using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Errors;
using SreCopilot.MetricsCollectorService.Infrastructure;
using SreCopilot.MetricsCollectorService.Services;
using SreCopilot.MetricsCollectorService.Traces;
using SreCopilot.MetricsCollectorService.Transactions;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Telemetry;

/// <summary>
/// Keeps the summaries up to date: registry, error groups, hosts, traces, dependencies, roll-ups of transactions. One statement each
/// for a whole group of requests, always in this order and with sorted keys, so replicas wait for each other but never in a circle.
/// </summary>
internal sealed class FactsStep(string lane, Partitions partitions) : IIngestStep
{
    public string Lane => lane;

    public async Task RunAsync(DatabaseSession session, IReadOnlyList<IngestBatch> batches, CancellationToken cancel)
    {
        var facts = batches.SelectMany(batch => batch.Attached.OfType<Facts>().Select(one => (new Owner(batch.TenantId, batch.ProjectId), one))).ToList();
        await Registry.SaveAsync(session, Each(facts, one => one.Services.Values), cancel);
        await ErrorGroups.SaveAsync(session, Each(facts, one => one.Errors), cancel);
        await Hosts.SaveAsync(session, Each(facts, one => one.Hosts), cancel);
        // Before the dependencies: whoever has the row of a trace sees all spans of whoever had it before.
        var spans = Each(facts, one => one.Spans);
        var known = await TraceSummaries.SaveAsync(session, spans, cancel);
        await Dependencies.SaveAsync(session, partitions, spans, known, cancel);
        await TransactionRollups.SaveAsync(session, partitions, Each(facts, one => one.Transactions), cancel);
    }

    private static List<(Owner, T)> Each<T>(List<(Owner Owner, Facts Facts)> facts, Func<Facts, IEnumerable<T>> of) =>
        [.. facts.SelectMany(one => of(one.Facts).Select(fact => (one.Owner, fact)))];
}

/// <summary>Whose fact it is: the verified caller's of its request.</summary>
internal readonly record struct Owner(Guid TenantId, Guid ProjectId);
