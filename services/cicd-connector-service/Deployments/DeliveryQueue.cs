using SreCopilot.Database;

namespace SreCopilot.CicdConnectorService.Deployments;

/// <summary>A deployment whose turn it is.</summary>
internal sealed record Delivery(CallerScope Scope, Deployment Deployment, int Revision, int Attempt);

/// <summary>
/// Deployments that metrics-collector-service does not know as they are now. A change is written with its revision, so none is
/// forgotten; whoever takes one leases it first, so a replica that dies gives it back, and no other sends an older state after a newer one.
/// </summary>
internal static class DeliveryQueue
{
    private const int Batch = 20;

    /// <summary>Longer than sending a batch takes when every call runs into its deadline.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    public static async Task<List<Delivery>> TakeAsync(ServiceDatabase database, DateTimeOffset now, CancellationToken cancel)
    {
        // As system: the queue is of all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var taken = await session.ListAsync($"""
            update deployments d set lease_until = {now + Lease}, attempts = d.attempts + 1
            where d.id in (
              select id from deployments where delivered < revision and due_at <= {now} and (lease_until is null or lease_until <= {now})
              order by due_at limit {Batch} for update skip locked)
            returning {Deployment.Columns}, d.tenant_id, d.project_id, d.revision, d.attempts
            """, row => new Delivery(new CallerScope(row.GetGuid(16), row.GetGuid(17)), Deployment.Read(row), row.GetInt32(18), row.GetInt32(19)), cancel);
        await session.CommitAsync(cancel);
        return taken;
    }

    public static async Task EndAsync(ServiceDatabase database, Delivery delivery, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(delivery.Scope, cancel);
        await session.ExecuteAsync($"""
            update deployments set delivered = greatest(delivered, {delivery.Revision}), lease_until = null, attempts = 0, problem = '' where id = {delivery.Deployment.Id}
            """, cancel);
        await session.CommitAsync(cancel);
    }

    /// <summary>Puts it off.</summary>
    public static async Task RetryAsync(ServiceDatabase database, Delivery delivery, string problem, DateTimeOffset dueAt, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(delivery.Scope, cancel);
        await session.ExecuteAsync($"""
            update deployments set lease_until = null, due_at = case when revision = {delivery.Revision} then {dueAt} else due_at end, problem = {problem} where id = {delivery.Deployment.Id}
            """, cancel);
        await session.CommitAsync(cancel);
    }
}
