using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SreCopilot.Database;

namespace SreCopilot.Events;

/// <summary>
/// One turn: give the committed events their ids and append them to the log in Redis. An advisory lock of the database, the
/// same for all services and replicas, lets one do so at a time; therefore a higher id is never readable before a lower one.
/// </summary>
internal sealed class RelayTurn(ServiceDatabase database, EventLog log, IHostEnvironment environment, IOptions<EventOptions> options, TimeProvider time)
{
    // "events" as ASCII.
    private const long LockKey = 0x6576656E7473;

    private readonly string _source = environment.ApplicationName;
    private readonly EventOptions _options = options.Value;

    /// <summary>Whether something waits, or Redis has less than it was given.</summary>
    public async Task<bool> IsNeededAsync(CancellationToken cancel)
    {
        // As system, here and below: the relay works for all tenants and is nobody's caller.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var (waiting, highest) = await session.SingleOrDefaultAsync(
            $"select exists (select from event_outbox where not sent), coalesce(max(id), 0) from event_outbox", row => (row.GetBoolean(0), row.GetInt64(1)), cancel);
        return waiting || (highest > 0 && ((await log.ReadHeadAsync(_source)).Sent ?? 0) < highest);
    }

    /// <summary>Takes a turn.</summary>
    /// <returns>What was sent.</returns>
    public async Task<IReadOnlyList<RelayedEvent>> TakeAsync(CancellationToken cancel)
    {
        // The lock lives as long as this transaction; a process that hangs loses it. Then its append is refused, because
        // somebody else has moved on.
        await using var turn = await database.OpenAsSystemAsync(cancel);
        await turn.ExecuteAsync($"select set_config('lock_timeout', '10s', true), set_config('idle_in_transaction_session_timeout', '10s', true)", cancel);
        await turn.ExecuteAsync($"select pg_advisory_xact_lock({LockKey})", cancel);

        while (true)
        {
            var (last, sent) = await log.ReadHeadAsync(_source);
            var events = await NumberAndReadAsync(last ?? 0, sent ?? 0, cancel);
            if (events.Count == 0)
            {
                return events;
            }

            if (await log.TryAppendAsync(_source, last, [.. events.Select(entry => entry.Entry)]))
            {
                await MarkAsync(events[^1].Entry.Id, cancel);
                return events;
            }

            // The lock was lost on the way, which this command will tell, or Redis was emptied since the turn began.
            await turn.ExecuteAsync($"select 1", cancel);
        }
    }

    private async Task<List<RelayedEvent>> NumberAndReadAsync(long last, long sent, CancellationToken cancel)
    {
        // A transaction of its own: ids are durable before anybody can see them, so an event never gets another one.
        await using var session = await database.OpenAsSystemAsync(cancel);
        await session.ExecuteAsync(Mark(sent), cancel);
        // Normally only what has no id gets one. When somebody else was faster with a higher id, what was not sent gets new ones.
        await session.ExecuteAsync($"""
            with behind as materialized (
              select exists (select from event_outbox where not sent and id <= {last}) as yes),
            waiting as materialized (
              select seq, row_number() over (order by id nulls last, seq) as place
              from (select seq, id from event_outbox, behind where not sent and (id is null or behind.yes)
                    order by id nulls last, seq limit (select case when yes then null else {_options.BatchSize} end from behind)) as first),
            base as materialized (
              select greatest({last}, (select coalesce(max(id), 0) from event_outbox), (extract(epoch from clock_timestamp()) * 1000000)::bigint) as id)
            update event_outbox set id = base.id + waiting.place from waiting, base where event_outbox.seq = waiting.seq
            """, cancel);
        var oldest = (time.GetUtcNow() - TimeSpan.FromMinutes(_options.KeepMinutes)).ToUnixTimeMilliseconds() * 1000;
        await session.ExecuteAsync($"delete from event_outbox where sent and id <= {sent} and id < {oldest}", cancel);
        var events = await session.ListAsync($"""
            select id, channel, project_id, type, data::text, tenant_id, created_at
            from event_outbox where id > {sent} order by id limit {_options.BatchSize}
            """, Read, cancel);
        await session.CommitAsync(cancel);
        return events;
    }

    private async Task MarkAsync(long sent, CancellationToken cancel)
    {
        await using var session = await database.OpenAsSystemAsync(cancel);
        await session.ExecuteAsync(Mark(sent), cancel);
        await session.CommitAsync(cancel);
    }

    private static Sql Mark(long sent) => $"update event_outbox set sent = true where not sent and id <= {sent}";

    private static RelayedEvent Read(Npgsql.NpgsqlDataReader row)
    {
        var (id, channel, project, tenant, created) = (row.GetInt64(0), row.GetString(1), row.GetGuid(2), row.GetGuid(5), row.GetDateTime(6));
        var envelope = EventEnvelope.Write(id, row.GetString(3), row.GetString(4), tenant, project, created);
        return new RelayedEvent(new LoggedEvent(id, channel, tenant, project, envelope), created);
    }
}

/// <summary>An event on its way.</summary>
/// <param name="Entry">What Redis gets.</param>
/// <param name="Created">When it happened.</param>
internal sealed record RelayedEvent(LoggedEvent Entry, DateTimeOffset Created);
