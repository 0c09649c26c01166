using System.Text.Json;
using System.Text.Json.Serialization;
using ModelContextProtocol;

namespace SreCopilot.AiService.Mcp;

/// <summary>Source-generated JSON of what tools take and give, beside that of the protocol.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(Guid))]
internal sealed partial class McpJson : JsonSerializerContext;

/// <summary>How tools read and write.</summary>
internal static class McpSerialization
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(McpJsonUtilities.DefaultOptions);
        options.TypeInfoResolverChain.Insert(0, McpJson.Default);
        options.MakeReadOnly();
        return options;
    }
}
