using System.Globalization;
using System.Text.Json;

namespace SreCopilot.DemoShop;

/// <summary>One span of a trace that is being made up. Times are milliseconds after its minute.</summary>
internal sealed record Span(string Service, string Id, string Parent, string Name, int Kind, double Start, double Duration)
{
    public const int Server = 2;
    public const int Client = 3;

    public string? Error { get; init; }

    /// <summary>Type and message of an exception that ended it.</summary>
    public (string Type, string Message)? Exception { get; init; }

    public IReadOnlyList<(string Name, string Value)> Attributes { get; init; } = [];

    public int? Status { get; init; }

    public void WriteTo(Utf8JsonWriter json, string trace, DateTimeOffset minute)
    {
        json.WriteStartObject();
        json.WriteString("traceId", trace);
        json.WriteString("spanId", Id);
        json.WriteString("parentSpanId", Parent);
        json.WriteString("name", Name);
        json.WriteNumber("kind", Kind);
        json.WriteString("startTimeUnixNano", Nanoseconds(minute, Start));
        json.WriteString("endTimeUnixNano", Nanoseconds(minute, Start + Duration));
        OtlpText.WriteAttributes(json, Status is { } status ? [.. Attributes, ("http.response.status_code", status.ToString(CultureInfo.InvariantCulture))] : Attributes);
        if (Exception is { } exception)
        {
            json.WriteStartArray("events");
            json.WriteStartObject();
            json.WriteString("name", "exception");
            json.WriteString("timeUnixNano", Nanoseconds(minute, Start + Duration));
            OtlpText.WriteAttributes(json, [("exception.type", exception.Type), ("exception.message", exception.Message)]);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (Error is not null)
        {
            json.WriteStartObject("status");
            json.WriteNumber("code", 2);
            json.WriteString("message", Error);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Nanoseconds(DateTimeOffset minute, double milliseconds) =>
        ((minute.ToUnixTimeMilliseconds() * 1_000_000L) + (long)(milliseconds * 1e6)).ToString(CultureInfo.InvariantCulture);
}
