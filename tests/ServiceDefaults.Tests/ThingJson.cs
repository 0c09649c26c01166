using System.Text.Json.Serialization;

namespace SreCopilot.ServiceDefaults.Tests;

internal sealed record Thing(int Count);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Thing))]
internal sealed partial class ThingJson : JsonSerializerContext;
