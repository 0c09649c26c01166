using SreCopilot.Database;

namespace SreCopilot.TimeSeries;

/// <summary>
/// Something that a lane does in the transaction of the rows, once for all requests in it: counters, upserts. Register it as
/// a service. It must take its locks in one order (sort the keys of an upsert), because replicas do the same at the same time.
/// </summary>
public interface IIngestStep
{
    /// <summary>The lane.</summary>
    string Lane { get; }

    /// <summary>Does it. An exception undoes everything; then each request is tried alone.</summary>
    /// <param name="session">The transaction, in system scope: state the project of everything that is written.</param>
    /// <param name="batches">The requests, none of them a repetition.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>A task.</returns>
    Task RunAsync(DatabaseSession session, IReadOnlyList<IngestBatch> batches, CancellationToken cancel);
}
