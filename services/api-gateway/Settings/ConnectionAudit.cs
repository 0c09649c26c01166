using System.Text.Json.Nodes;
using SreCopilot.Audit;
using SreCopilot.Secrets;

namespace SreCopilot.ApiGateway.Settings;

/// <summary>What the audit log says about connections: their fields with secrets masked, and whether a secret changed.</summary>
internal static class ConnectionAudit
{
    public static AuditEntry Saved(StoredConnection? known, StoredConnection saved)
    {
        var entry = new AuditEntry { ResourceId = saved.Id.ToString(), Before = known is null ? null : FieldsOf(known), After = FieldsOf(saved) };
        return known is not null && HidesChange(known.Config ?? [], saved.Config ?? [])
            ? entry with { Metadata = new AuditFields { { "hidden_values_changed", true } } }
            : entry;
    }

    public static AuditEntry Deleted(StoredConnection known) => new() { ResourceId = known.Id.ToString(), Before = FieldsOf(known) };

    private static AuditFields FieldsOf(StoredConnection connection)
    {
        var fields = new AuditFields { { "category", connection.Category }, { "name", connection.Name } };
        foreach (var (name, value) in SecretMask.Apply(connection.Config ?? []))
        {
            fields.Add($"config.{name}", value is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : value?.ToJsonString());
        }

        return fields;
    }

    private static bool HidesChange(JsonObject before, JsonObject after) =>
        !JsonNode.DeepEquals(before, after) && JsonNode.DeepEquals(SecretMask.Apply(before), SecretMask.Apply(after));
}
