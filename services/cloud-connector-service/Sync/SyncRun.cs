using Microsoft.Extensions.Options;
using SreCopilot.CloudConnectorService.Connections;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.CloudConnectorService.Resources;
using SreCopilot.CloudConnectorService.Telemetry;
using SreCopilot.Connectors;
using SreCopilot.Database;

namespace SreCopilot.CloudConnectorService.Sync;

/// <summary>
/// Reads an account part by part and page by page, and stores each page at once: whatever fails, what was read stays. What is no longer
/// listed is gone only when the list was read to its end. Parts that were not read for the longest time come first.
/// </summary>
internal sealed class SyncRun(
    ServiceDatabase database, ProviderCatalog providers, CredentialVault vault, ResourceBook book, Measuring measuring, IOptions<SyncOptions> options, TimeProvider time)
{
    private const int MostProblemsTold = 3;

    /// <summary>Shorter than the lease: a page may consist of many calls.</summary>
    private static readonly TimeSpan LongestPage = TimeSpan.FromMinutes(2);

    /// <returns>Null when the lease was lost: somebody else says how it went.</returns>
    public async Task<SyncOutcome?> RunAsync(SyncLease lease, CancellationToken cancel)
    {
        if (lease.Connection.Open(vault) is not { } account)
        {
            return new SyncOutcome(ConnectionRules.Unreadable);
        }

        var (opened, fault) = providers.Open(account);
        if (opened is null)
        {
            return new SyncOutcome(fault!.Message);
        }

        using var cloud = opened;
        if (await PrepareAsync(lease, cloud, cancel) is not { } parts)
        {
            return null;
        }

        var (changes, read) = (0, 0);
        var problems = new List<(Part Part, Fault Fault)>();
        foreach (var part in parts)
        {
            var (reading, isLost) = await ReadAsync(lease, cloud, part, cancel);
            if (isLost)
            {
                return null;
            }

            changes += reading.Changes;
            read += reading.ReadSomething ? 1 : 0;
            // What was read is measured even when the rest of the list was not.
            var problem = reading.Fault ?? (reading.Seen.Count > 0 ? await measuring.MeasureAsync(lease, cloud, part, reading.Seen, cancel) : null);
            if (problem is not null)
            {
                problems.Add((part.Part, problem));
                if (problem.IsOfWholeConnection)
                {
                    break;
                }
            }
        }

        return new SyncOutcome(Describe(problems, parts.Count), changes, read > 0, problems.Select(problem => problem.Fault.RetryAfter).Max());
    }

    private static string? Describe(List<(Part Part, Fault Fault)> problems, int parts) =>
        problems.Count == 0 ? null
        : problems.Exists(problem => problem.Fault.Kind is FaultKind.Rejected) ? problems[^1].Fault.Message
        : $"{problems.Count} of {parts} lists were not read completely. {string.Join(" ", problems.Take(MostProblemsTold).Select(problem => $"{problem.Part.Name}: {problem.Fault.Message}"))}";

    /// <summary>Forgets what the settings no longer name.</summary>
    private async Task<List<KnownPart>?> PrepareAsync(SyncLease lease, ICloudSession cloud, CancellationToken cancel)
    {
        await using var session = await lease.OpenAsync(database, time.GetStoredNow(), cancel);
        if (session is null)
        {
            return null;
        }

        var parts = await KnownPart.PrepareAsync(session, lease.Connection, cloud.Parts, cancel);
        await session.CommitAsync(cancel);
        return parts;
    }

    private async Task<(Reading Reading, bool IsLost)> ReadAsync(SyncLease lease, ICloudSession cloud, KnownPart part, CancellationToken cancel)
    {
        var reading = new Reading();
        string? cursor = null;
        for (var pages = 0; pages < options.Value.MostPages; pages++)
        {
            var (page, fault) = await ListAsync(cloud, part.Part, cursor, cancel);
            if (page is null)
            {
                reading.Fault = fault;
                return (reading, false);
            }

            // A list that leads back to where it was would never end.
            var isLast = page.Next is null || page.Next == cursor;
            var now = time.GetStoredNow();
            await using var session = await lease.OpenAsync(database, now, cancel);
            if (session is null)
            {
                return (reading, true);
            }

            var changes = await book.StoreAsync(session, lease, part, page.Items, now, cancel);
            changes += isLast ? await book.EndAsync(session, lease, part, now, cancel) : 0;
            await session.CommitAsync(cancel);
            reading.Changes += changes;
            reading.ReadSomething = true;
            reading.Seen.AddRange(page.Items);
            if (isLast)
            {
                return (reading, false);
            }

            cursor = page.Next;
        }

        reading.Fault = new Fault(FaultKind.Unavailable, $"The list is longer than {options.Value.MostPages} pages; the rest was not read.");
        return (reading, false);
    }

    private async Task<ProviderResult<Page<CloudResource>>> ListAsync(ICloudSession cloud, Part part, string? cursor, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(LongestPage, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            return await cloud.ListAsync(part, cursor, options.Value.PageSize, both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Fault(FaultKind.Unavailable, "The cloud did not answer in time.");
        }
    }

    private sealed class Reading
    {
        public int Changes { get; set; }

        public bool ReadSomething { get; set; }

        public Fault? Fault { get; set; }

        public List<CloudResource> Seen { get; } = [];
    }
}
