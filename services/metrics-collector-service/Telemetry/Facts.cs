using SreCopilot.MetricsCollectorService.Errors;
using SreCopilot.MetricsCollectorService.Infrastructure;
using SreCopilot.MetricsCollectorService.Services;
using SreCopilot.MetricsCollectorService.Traces;
using SreCopilot.MetricsCollectorService.Transactions;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Telemetry;

/// <summary>What a request says beside its rows. <see cref="FactsStep"/> turns the facts of all requests of a group into summaries, in
/// the transaction of the rows.</summary>
internal sealed class Facts
{
    public List<Span> Spans { get; } = [];

    public List<Transaction> Transactions { get; } = [];

    public List<ErrorFact> Errors { get; } = [];

    public List<HostFact> Hosts { get; } = [];

    public Dictionary<string, ServiceFact> Services { get; } = [];

    /// <summary>The facts of a batch.</summary>
    public static Facts Of(IngestBatch batch)
    {
        foreach (var item in batch.Attached)
        {
            if (item is Facts facts)
            {
                return facts;
            }
        }

        var created = new Facts();
        batch.Attach(created);
        return created;
    }

    /// <summary>A signal spoke of a service.</summary>
    public void Saw(string service, string source, string type, DateTimeOffset time, bool hasTransaction = false)
    {
        if (service.Length == 0)
        {
            return;
        }

        if (!Services.TryGetValue(service, out var seen) || time > seen.LastSeen || (hasTransaction && (seen.LastTransaction is not { } last || time > last)))
        {
            Services[service] = new ServiceFact(
                service, source, type, seen is null || time > seen.LastSeen ? time : seen.LastSeen,
                hasTransaction && !(seen?.LastTransaction > time) ? time : seen?.LastTransaction);
        }
    }
}
