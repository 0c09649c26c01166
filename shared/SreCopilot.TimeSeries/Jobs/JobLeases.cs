using SreCopilot.Database;

namespace SreCopilot.TimeSeries;

/// <summary>Who does a job at the moment: a row with an end, by PostgreSQL's clock. A replica that dies loses it.</summary>
internal sealed class JobLeases(ServiceDatabase database)
{
    private readonly Guid _holder = Guid.NewGuid();

    /// <summary>Takes the lease if it is free and the last round was long enough ago.</summary>
    public async Task<bool> TryTakeAsync(string job, TimeSpan duration, TimeSpan interval, CancellationToken cancel)
    {
        // As system, here and below: the work is of all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var taken = await session.ExecuteAsync($"""
            insert into job_leases as l (job, holder, until) values ({job}, {_holder}, clock_timestamp() + {duration})
            on conflict (job) do update set holder = excluded.holder, until = excluded.until
            where l.until < clock_timestamp() and (l.done is null or l.done <= clock_timestamp() - {interval})
            """, cancel);
        await session.CommitAsync(cancel);
        return taken > 0;
    }

    /// <summary>Gives the lease back.</summary>
    public async Task EndAsync(string job, bool done, CancellationToken cancel)
    {
        await using var session = await database.OpenAsSystemAsync(cancel);
        await session.ExecuteAsync($"""
            update job_leases set until = '-infinity', done = case when {done} then clock_timestamp() else done end where job = {job} and holder = {_holder}
            """, cancel);
        await session.CommitAsync(cancel);
    }
}
