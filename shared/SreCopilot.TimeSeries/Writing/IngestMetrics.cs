using System.Diagnostics.Metrics;
using SreCopilot.ServiceDefaults.Telemetry;

namespace SreCopilot.TimeSeries;

/// <summary>What the platform says about its own ingest.</summary>
internal sealed class IngestMetrics
{
    private readonly Counter<long> _rows;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _duration;

    public IngestMetrics(IMeterFactory meters, IngestAdmission admission)
    {
        var meter = meters.Create(TelemetrySources.Platform);
        _rows = meter.CreateCounter<long>("ingest_rows", description: "Rows of telemetry made durable.");
        _requests = meter.CreateCounter<long>("ingest_requests", description: "Requests with telemetry made durable.");
        _failures = meter.CreateCounter<long>("ingest_failures", description: "Groups of requests that an outage ended.");
        _duration = meter.CreateHistogram<double>("ingest_commit_duration", "s", "From the first partition to the commit of a group.");
        meter.CreateObservableGauge("ingest_held_bytes", () => admission.Held, "By", "Memory that requests hold until they are answered.");
    }

    public void Committed(string lane, IReadOnlyList<QueuedBatch> group, TimeSpan took)
    {
        var tag = new KeyValuePair<string, object?>("lane", lane);
        _rows.Add(group.Sum(queued => queued.Batch.RowCount), tag);
        _requests.Add(group.Count, tag);
        _duration.Record(took.TotalSeconds, tag);
    }

    public void Failed(string lane) => _failures.Add(1, new KeyValuePair<string, object?>("lane", lane));
}
