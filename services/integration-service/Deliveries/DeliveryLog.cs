using System.Text.Json;
using SreCopilot.Database;
using SreCopilot.IntegrationService.Integrations;
using SreCopilot.IntegrationService.Webhooks;

namespace SreCopilot.IntegrationService.Deliveries;

/// <summary>Keeps what was delivered: with the alerts in their transaction, or alone when nothing of it could be used.</summary>
internal sealed class DeliveryLog(ServiceDatabase database)
{
    public async Task AddRejectedAsync(Integration source, string problem, int bytes, DateTimeOffset now, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(source.Scope, cancel);
        Source.Lock(session, source);
        Add(session, source, "rejected", problem, bytes, [], now);
        await session.CommitAsync(cancel);
    }

    public static Guid Add(
        DatabaseSession session, Integration source, string outcome, string? detail, int bytes, IReadOnlyList<AlertResult> results, DateTimeOffset now)
    {
        var id = Guid.NewGuid();
        var json = JsonSerializer.Serialize(results, IntegrationJson.Default.IReadOnlyListAlertResult);
        session.Defer($"""
            insert into deliveries (id, integration_id, project_id, tenant_id, received_at, outcome, detail, body_bytes, results, alert_ids)
            values ({id}, {source.Id}, {source.ProjectId}, {source.TenantId}, {now}, {outcome}, {detail}, {bytes}, {json}::json,
              {results.Select(result => result.AlertId).OfType<Guid>().ToArray()})
            """);
        return id;
    }
}
