using System.Text.Json;
using System.Text.Json.Serialization;

namespace SreCopilot.MetricsCollectorService.Requests;

/// <summary>JSON that is kept and given back as the client wrote it.</summary>
[JsonConverter(typeof(RawJsonConverter))]
internal readonly record struct RawJson(string Text)
{
    public static readonly RawJson EmptyObject = new("{}");

    public static readonly RawJson EmptyArray = new("[]");
}

internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    // What is stored was parsed when it came in.
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text, skipInputValidation: true);
}
