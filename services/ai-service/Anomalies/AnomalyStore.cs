using System.Buffers;
using System.Text.Json;
using SreCopilot.Database;

namespace SreCopilot.AiService.Anomalies;

/// <summary>An anomaly to keep.</summary>
internal sealed record NewAnomaly(string MetricName, string ServiceName, string Severity, Action<Utf8JsonWriter> WriteFields);

/// <summary>The newest anomalies of each project.</summary>
internal static class AnomalyStore
{
    private const int Kept = 50;
    private const int Shown = 20;
    private static readonly TimeSpan Active = TimeSpan.FromHours(24);

    public static async Task AddAsync(DatabaseSession session, CallerScope scope, IReadOnlyList<NewAnomaly> anomalies, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var one in anomalies.TakeLast(Kept))
        {
            // 32 bits are enough to tell fifty apart, not to be unique among all projects.
            var id = $"anom-{Guid.NewGuid():N}";
            await session.ExecuteAsync($"""
                insert into anomalies (id, tenant_id, project_id, metric_name, service_name, severity, data, reported_at)
                values ({id}, {scope.TenantId}, {scope.ProjectId}, {one.MetricName}, {one.ServiceName}, {one.Severity}, {Write(id, one, now)}::jsonb, {now})
                """, cancel);
        }

        await session.ExecuteAsync($"""
            delete from anomalies where project_id = {scope.ProjectId} and id in (
              select id from anomalies where project_id = {scope.ProjectId} order by reported_at desc, id offset {Kept})
            """, cancel);
    }

    public static async Task<List<JsonElement>> ListActiveAsync(DatabaseSession session, Guid projectId, DateTimeOffset now, CancellationToken cancel) =>
        (await session.ListAsync($"""
            select data::text from anomalies where project_id = {projectId} and reported_at > {now - Active} order by reported_at desc, id limit {Shown}
            """, row => row.GetString(0), cancel)).ConvertAll(text => JsonElement.Parse(text));

    private static string Write(string id, NewAnomaly anomaly, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            anomaly.WriteFields(json);
            json.WriteString("id", id);
            json.WriteString("reported_at", now.UtcDateTime);
            json.WriteString("status", "active");
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
