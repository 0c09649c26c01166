using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;

namespace SreCopilot.TimeSeries;

/// <summary>Where requests with telemetry go: rows of several requests are committed together, each request is answered after its commit.</summary>
/// <example>
/// <code>
/// using var batch = writer.NewBatch("logs", caller, reservation);
/// batch.AddRow(Tables.Logs, time).Text(service).Text(message);
/// var outcome = await writer.WriteAsync(batch);
/// </code>
/// </example>
public sealed class IngestWriter : BackgroundService
{
    private readonly FrozenDictionary<string, Lane> _lanes;
    private readonly RetentionPolicies _retention;

    /// <summary>Called by the container.</summary>
    public IngestWriter(
        IEnumerable<TimeSeriesTable> tables, IEnumerable<IIngestStep> steps, ServiceDatabase database, Partitions partitions, RetentionPolicies retention,
        IngestAdmission admission, IOptions<TimeSeriesOptions> options, System.Diagnostics.Metrics.IMeterFactory meters, ILogger<IngestWriter> logger)
    {
        var metrics = new IngestMetrics(meters, admission);
        _retention = retention;
        _lanes = tables.Select(table => table.Signal).Distinct().ToFrozenDictionary(signal => signal, signal => new Lane(
            signal, new GroupCommit(database, partitions, [.. steps.Where(step => step.Lane == signal)], signal), partitions, options, metrics, logger));
    }

    /// <summary>Begins the rows of a request.</summary>
    /// <param name="lane">The queue: the signal of the request's main table. What has a lane of its own does not wait for others.</param>
    /// <param name="caller">Who sends them; a project's key, a member of it or a service on its behalf.</param>
    /// <param name="reservation">The room that the request has; it now belongs to the batch.</param>
    /// <returns>The batch; dispose it after <see cref="WriteAsync"/>.</returns>
    public IngestBatch NewBatch(string lane, Caller caller, Reservation reservation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var project = caller.ProjectId ?? throw new InvalidOperationException("The caller has no project; the endpoint must refuse it.");
        return new IngestBatch(lane, project, caller.TenantId ?? Guid.Empty, _retention.WindowOf(project, lane), reservation);
    }

    /// <summary>Makes a batch durable.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>What became of it. Rows whose outcome is <see cref="IngestOutcome.Stored"/> survive a crash of everything.</returns>
    public Task<IngestOutcome> WriteAsync(IngestBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.RowCount == 0 && batch.Attached.Count == 0 ? Task.FromResult(IngestOutcome.Stored) : _lanes[batch.Lane].WriteAsync(batch);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var lane in _lanes.Values)
        {
            lane.Dispose();
        }

        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_lanes.Values.Select(lane => lane.RunAsync(stoppingToken)));
}
