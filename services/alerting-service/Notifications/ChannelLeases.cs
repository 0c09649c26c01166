using Microsoft.Extensions.Options;
using SreCopilot.AlertingService.Alerts;
using SreCopilot.AlertingService.Channels;
using SreCopilot.Audit;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Notifications;

/// <summary>
/// Who delivers what: a replica leases a channel, delivers one thing after the other, and gives it back. What is known of a delivery
/// counts only while the lease does.
/// </summary>
internal sealed class ChannelLeases(ServiceDatabase database, AuditLog audit, IOptions<NotificationOptions> options, TimeProvider time)
{
    // Longer than the longest delivery.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestChannelPause = TimeSpan.FromSeconds(60);

    /// <summary>Leases channels for which something is due.</summary>
    /// <param name="working">Those whose last delivery succeeded; or else the others.</param>
    /// <param name="most">Not more than so many.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<List<Channel>> TakeAsync(bool working, int most, CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        // As system: the channels of all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var taken = await session.ListAsync($"""
            update channels c set lease_id = gen_random_uuid(), leased_until = {now + Lease}
            where c.id in (
              select x.id from channels x where x.enabled and x.not_before <= {now} and (x.leased_until is null or x.leased_until <= {now}) and (x.consecutive_failures = 0) = {working}
                and x.id in (select n.channel_id from notifications n where n.status = 'waiting' and n.due_at <= {now})
              limit {most} for update skip locked)
            returning {Channel.Columns}
            """, Channel.Read, cancel);
        await session.CommitAsync(cancel);
        return taken;
    }

    /// <summary>The next thing to say, with the lease renewed; of things said to the same group, the one that came up first.</summary>
    /// <returns>Null: nothing is due, or the lease is over.</returns>
    public async Task<Due?> NextAsync(Channel leased, CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        await using var session = await database.OpenAsync(leased.Scope, cancel);
        if (await session.ExecuteAsync($"update channels set leased_until = {now + Lease} where id = {leased.Id} and lease_id = {leased.LeaseId} and enabled", cancel) == 0)
        {
            return null;
        }

        var due = await session.SingleOrDefaultAsync($"""
            update notifications n set is_open = false, attempts = n.attempts + 1
            where n.id = (
              select x.id from notifications x where x.channel_id = {leased.Id} and x.status = 'waiting' and x.due_at <= {now}
                and not exists (select 1 from notifications e where e.channel_id = x.channel_id and e.group_key = x.group_key and e.status = 'waiting' and e.seq < x.seq)
              order by x.seq limit 1)
            returning n.id, n.policy_name, n.created_at, n.attempts
            """, row => (Id: row.GetGuid(0), Policy: row.GetString(1), At: row.GetFieldValue<DateTimeOffset>(2), Attempts: row.GetInt32(3)), cancel);
        if (due.Attempts == 0)
        {
            return null;
        }

        var lines = await session.ListAsync($"""
            select {FiredAlert.Columns}, bool_or(i.event = 'resolved'),
              (select p.incident_id from problem_alerts x join problems p on p.id = x.problem_id where x.alert_id = a.id order by p.opened_at limit 1)
            from notification_items i join alerts a on a.id = i.alert_id where i.notification_id = {due.Id} group by a.id order by a.fired_at, a.id
            """,
            row => new MessageLine(FiredAlert.Read(row), row.GetBoolean(FiredAlert.ColumnCount), row.GetValueOrNull<Guid>(FiredAlert.ColumnCount + 1)), cancel);
        if (lines.Count == 0)
        {
            // The channel was disabled for so long that the alerts are no longer kept.
            await session.ExecuteAsync($"delete from notifications where id = {due.Id}", cancel);
            await session.CommitAsync(cancel);
            return null;
        }

        await session.CommitAsync(cancel);
        return new Due(new Message(due.Id, due.Policy, lines, due.At), due.Attempts);
    }

    /// <summary>Writes down how an attempt ended.</summary>
    public async Task EndAsync(Channel leased, Due due, Outcome outcome, CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        await using var session = await database.OpenAsync(leased.Scope, cancel);
        if (await Channel.LockAsync(session, leased.ProjectId, leased.Id, cancel) is not { } channel || channel.LeaseId != leased.LeaseId)
        {
            return;
        }

        if (outcome.IsDelivered)
        {
            await session.ExecuteAsync($"update notifications set status = 'sent', finished_at = {now}, last_error = null where id = {due.Message.Id}", cancel);
            await session.ExecuteAsync($"update channels set consecutive_failures = 0, last_error = null, last_success_at = {now} where id = {channel.Id}", cancel);
        }
        else
        {
            await FailAsync(session, channel, due, outcome, now, cancel);
        }

        await session.CommitAsync(cancel);
    }

    public async Task GiveBackAsync(Channel leased, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(leased.Scope, cancel);
        await session.ExecuteAsync($"update channels set lease_id = null, leased_until = null where id = {leased.Id} and lease_id = {leased.LeaseId}", cancel);
        await session.CommitAsync(cancel);
    }

    private async Task FailAsync(DatabaseSession session, Channel channel, Due due, Outcome outcome, DateTimeOffset now, CancellationToken cancel)
    {
        var isDead = outcome.IsFinal || due.Attempts >= options.Value.MaxAttempts;
        var pause = Backoff.Of(due.Attempts, outcome.RetryAfter, options.Value);
        await session.ExecuteAsync($"""
            update notifications set status = {(isDead ? "dead" : "waiting")}, finished_at = {(isDead ? now : (DateTimeOffset?)null)}, last_error = {outcome.Problem},
              due_at = {now + pause} where id = {due.Message.Id}
            """, cancel);
        // A receiver that asks for a pause means all that is sent there; else others are tried sooner: it may be this one that it does not like.
        var rest = outcome.IsFinal ? TimeSpan.Zero : outcome.RetryAfter ?? (pause < LongestChannelPause ? pause : LongestChannelPause);
        await session.ExecuteAsync($"""
            update channels set consecutive_failures = consecutive_failures + 1, last_error = {outcome.Problem}, not_before = {now + rest} where id = {channel.Id}
            """, cancel);
        if (outcome.IsRefused)
        {
            audit.Add(session, AuditActor.Service(channel.TenantId, "alerting-service"), new AuditEntry
            {
                Action = "alert_channel.address_refused", ResourceType = "alert_channel", ResourceId = channel.Id.ToString(), ProjectId = channel.ProjectId,
                Metadata = new AuditFields { { "notification_id", due.Message.Id } }, Error = "the address is inside a network that is not allowed",
            });
        }
    }
}

/// <summary>What is to be said now.</summary>
/// <param name="Message">The words.</param>
/// <param name="Attempts">Which attempt this is.</param>
internal sealed record Due(Message Message, int Attempts);
