using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SreCopilot.Events;

/// <summary>
/// <c>{"id":1,"type":"incident.created","data":{...},"tenant_id":"...","project_id":"...","timestamp":"...Z"}</c>: the contract's
/// envelope (conventions.md section 17) and <c>id</c> and <c>project_id</c>.
/// </summary>
internal static class EventEnvelope
{
    public static string Write(long id, string type, string data, Guid tenantId, Guid projectId, DateTime created)
    {
        var buffer = new ArrayBufferWriter<byte>(data.Length + 256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("type", type);
            json.WritePropertyName("data");
            json.WriteRawValue(data, skipInputValidation: true);
            json.WriteString("tenant_id", tenantId);
            json.WriteString("project_id", projectId);
            json.WriteString("timestamp", created.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Finds out whose an envelope is and which; null when it is none of ours.</summary>
    public static (Guid TenantId, Guid ProjectId, long Id)? FindPlace(ReadOnlySpan<byte> envelope)
    {
        var json = new Utf8JsonReader(envelope);
        (Guid? tenant, Guid? project, long? id) = (null, null, null);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var (isId, isTenant, isProject) = (json.ValueTextEquals("id"u8), json.ValueTextEquals("tenant_id"u8), json.ValueTextEquals("project_id"u8));
                json.Read();
                if (isId && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number))
                {
                    id = number;
                }
                else if ((isTenant || isProject) && json.TokenType == JsonTokenType.String && json.TryGetGuid(out var guid))
                {
                    tenant = isTenant ? guid : tenant;
                    project = isProject ? guid : project;
                }
                else
                {
                    json.Skip();
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return tenant is { } owner && project is { } place && id is { } value ? (owner, place, value) : null;
    }
}
