using System.Text.Json;

namespace SreCopilot.LogService.Ingest;

/// <summary>What is known of an entry, found in one pass; undefined what it does not have. Of a name that comes twice the last one counts.</summary>
internal ref struct EntryFields
{
    public JsonElement ServiceName;
    public JsonElement Service;
    public JsonElement Message;
    public JsonElement Level;
    public JsonElement Timestamp;
    public JsonElement Attributes;
    public JsonElement TraceId;
    public JsonElement SpanId;

    public static EntryFields Read(JsonElement entry)
    {
        var fields = default(EntryFields);
        foreach (var property in entry.EnumerateObject())
        {
            if (property.NameEquals("message"u8))
            {
                fields.Message = property.Value;
            }
            else if (property.NameEquals("service_name"u8))
            {
                fields.ServiceName = property.Value;
            }
            else if (property.NameEquals("level"u8))
            {
                fields.Level = property.Value;
            }
            else if (property.NameEquals("timestamp"u8))
            {
                fields.Timestamp = property.Value;
            }
            else if (property.NameEquals("attributes"u8))
            {
                fields.Attributes = property.Value;
            }
            else if (property.NameEquals("trace_id"u8))
            {
                fields.TraceId = property.Value;
            }
            else if (property.NameEquals("span_id"u8))
            {
                fields.SpanId = property.Value;
            }
            else if (property.NameEquals("service"u8))
            {
                fields.Service = property.Value;
            }
        }

        return fields;
    }
}
