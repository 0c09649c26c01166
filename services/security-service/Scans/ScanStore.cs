using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.SecurityService.Vulnerabilities;

namespace SreCopilot.SecurityService.Scans;

/// <summary>
/// Takes scans into the project's findings, one scan of a service at a time and each in one transaction: the findings, where they
/// are seen, what is resolved by it, and the story of all that.
/// </summary>
internal sealed class ScanStore(ServiceDatabase database, IOptions<ScanOptions> options, TimeProvider time)
{
    // Rows per statement: few round trips, small messages.
    private const int Batch = 500;

    public async Task<IReadOnlyList<Scan>> SaveAsync(
        Caller caller, string serviceName, string format, IReadOnlyList<ScanPart> parts, bool complete, CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        var by = caller.Kind == CallerKind.ApiKey ? "API key" : People.NameOf(caller);
        await using var session = await database.OpenAsync(caller, cancel);
        var key = $"{caller.ProjectId} {serviceName}";
        await session.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended({key}, 0))", cancel);
        var scans = new List<Scan>();
        foreach (var part in parts)
        {
            var scan = new ScanWriter(session, CallerScope.Of(caller), serviceName, part, now);
            scans.Add(await scan.WriteAsync(format, by, complete && part is { IsComplete: true, Rejected.Count: 0 }, now.AddDays(-options.Value.KeepDays), cancel));
        }

        await session.CommitAsync(cancel);
        return scans;
    }

    internal static IEnumerable<T[]> InBatches<T>(IEnumerable<T> rows) => rows.Chunk(Batch);
}
