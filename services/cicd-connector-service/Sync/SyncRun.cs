using Microsoft.Extensions.Options;
using SreCopilot.CicdConnectorService.Connections;
using SreCopilot.CicdConnectorService.Deployments;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.Connectors;
using SreCopilot.Database;

namespace SreCopilot.CicdConnectorService.Sync;

/// <summary>
/// Reads what happened since the last sync, page by page, and stores each page at once: whatever fails, what was read stays, and the
/// next sync reads the rest. A repository counts as read up to a moment only when everything up to it was.
/// </summary>
internal sealed class SyncRun(ServiceDatabase database, ProviderCatalog providers, CredentialVault vault, DeliverySignal deliveries, IOptions<SyncOptions> options, TimeProvider time)
{
    private const int MostProblemsTold = 3;

    /// <summary>What had begun and not ended is read again for so long.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(3);

    /// <summary>Systems list what they got late under its own time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <returns>Null when the lease was lost: somebody else says how it went.</returns>
    public async Task<SyncOutcome?> RunAsync(SyncLease lease, CancellationToken cancel)
    {
        if (lease.Connection.Open(vault) is not { } account)
        {
            return new SyncOutcome(ConnectionRules.Unreadable, 0, false, null, null, null);
        }

        var provider = providers.Get(account.Provider);
        var rules = new TrackingRules(account.Config);
        var (repositories, fault) = await ListAsync(provider, account, rules, cancel);
        if (repositories is null)
        {
            return new SyncOutcome(fault!.Message, 0, false, null, null, fault.RetryAfter);
        }

        await using (var session = await database.OpenAsync(lease.Connection.Scope, cancel))
        {
            if (!await lease.RenewAsync(session, time.GetStoredNow(), cancel))
            {
                return null;
            }

            await RepositoryList.SaveAsync(session, lease.Connection.ProjectId, lease.Connection.Id, repositories, cancel);
            await session.CommitAsync(cancel);
        }

        var reading = new Reading(lease, account, provider, rules);
        var problems = new List<(string Repository, Fault Fault)>();
        var known = await RepositoryList.ReadAsync(database, lease.Connection.Scope, lease.Connection.Id, cancel);
        var read = 0;
        foreach (var repository in known)
        {
            var (problem, isLost) = await ReadAsync(reading, repository, cancel);
            if (isLost)
            {
                return null;
            }

            if (problem is null)
            {
                read++;
                continue;
            }

            problems.Add((repository.FullName, problem));
            if (problem.IsOfWholeConnection)
            {
                break;
            }
        }

        var message = problems.Count == 0 ? null
            : $"{read} of {known.Count} repositories were read. " + string.Join(" ", problems.Take(MostProblemsTold).Select(problem => $"{problem.Repository}: {problem.Fault.Message}"));
        return new SyncOutcome(
            message, reading.Imported, read > 0 || problems.Count == 0, repositories.Count, reading.Pipelines.Count, problems.Select(problem => problem.Fault.RetryAfter).Max());
    }

    private async Task<ProviderResult<IReadOnlyList<Repository>>> ListAsync(ICiProvider provider, Account account, TrackingRules rules, CancellationToken cancel)
    {
        var found = new List<Repository>();
        string? cursor = null;
        do
        {
            var (page, fault) = await provider.ListRepositoriesAsync(account, cursor, 100, cancel);
            if (page is null)
            {
                return fault!;
            }

            found.AddRange(page.Items.Where(item => item.FullName.Length > 0 && rules.Includes(item.FullName) && found.All(known => known.FullName != item.FullName)));
            cursor = page.Next;
        }
        while (cursor is not null && found.Count < options.Value.MostRepositories);

        return new ProviderResult<IReadOnlyList<Repository>>([.. found.Take(options.Value.MostRepositories)], null);
    }

    /// <summary>Deployments first: the runs that made them then count as known.</summary>
    private async Task<(Fault? Problem, bool IsLost)> ReadAsync(Reading reading, KnownRepository repository, CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        var since = repository.ReadUntil - Overlap ?? now.AddDays(-options.Value.HistoryDays);
        var unfinished = now;
        ListPage[] lists =
        [
            (cursor, stop) => reading.Provider.ListDeploymentsAsync(reading.Account, repository.FullName, cursor, options.Value.PageSize, stop),
            (cursor, stop) => reading.Provider.ListRunsAsync(reading.Account, repository.FullName, null, cursor, options.Value.PageSize, stop),
        ];
        foreach (var list in lists)
        {
            string? cursor = null;
            for (var pages = 0; pages < options.Value.MostPages; pages++)
            {
                var (page, fault) = await list(cursor, cancel);
                if (page is null)
                {
                    return (fault, false);
                }

                var recent = page.Items.Where(report => (report.CreatedAt ?? report.StartedAt ?? now) >= since).ToList();
                if (!await StoreAsync(reading, repository, recent, cancel))
                {
                    return (null, true);
                }

                unfinished = recent.Where(report => report.State is RunState.InProgress or RunState.NotRun && report.FinishedAt is null).Select(report => report.CreatedAt ?? now).Append(unfinished).Min();
                cursor = page.Next;
                if (cursor is null || recent.Count < page.Items.Count)
                {
                    break;
                }
            }
        }

        var until = unfinished < now - LongestRun ? now - LongestRun : unfinished;
        await using var session = await database.OpenAsync(reading.Lease.Connection.Scope, cancel);
        if (!await reading.Lease.RenewAsync(session, time.GetStoredNow(), cancel))
        {
            return (null, true);
        }

        await session.ExecuteAsync($"""
            update repositories set read_until = {until}, read_at = {now} where connection_id = {reading.Lease.Connection.Id} and full_name = {repository.FullName}
            """, cancel);
        await session.CommitAsync(cancel);
        return (null, false);
    }

    private async Task<bool> StoreAsync(Reading reading, KnownRepository repository, List<Report> reports, CancellationToken cancel)
    {
        var connection = reading.Lease.Connection;
        var now = time.GetStoredNow();
        await using var session = await database.OpenAsync(connection.Scope, cancel);
        if (!await reading.Lease.RenewAsync(session, now, cancel))
        {
            return false;
        }

        await DeploymentBook.LockAsync(session, connection.ProjectId, cancel);
        var imported = 0;
        // The oldest first, as they would have come by webhook.
        foreach (var listed in Enumerable.Reverse(reports))
        {
            var report = listed.DefaultBranch.Length > 0 ? listed : listed with { DefaultBranch = repository.DefaultBranch };
            if (report.Pipeline.Length > 0)
            {
                reading.Pipelines.Add($"{report.Repository}\n{report.Pipeline}");
            }

            var (_, isNew) = await DeploymentBook.RecordAsync(session, connection.Scope, connection.Id, connection.Provider, report, reading.Rules.Judge(report), now, cancel);
            imported += isNew ? 1 : 0;
        }

        await session.CommitAsync(cancel);
        reading.Imported += imported;
        deliveries.Set();
        return true;
    }

    private delegate Task<ProviderResult<Page<Report>>> ListPage(string? cursor, CancellationToken cancel);

    private sealed class Reading(SyncLease lease, Account account, ICiProvider provider, TrackingRules rules)
    {
        public SyncLease Lease => lease;

        public Account Account => account;

        public ICiProvider Provider => provider;

        public TrackingRules Rules => rules;

        public int Imported { get; set; }

        public HashSet<string> Pipelines { get; } = [];
    }
}
