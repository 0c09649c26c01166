using System.Text.Json;
using System.Text.Json.Nodes;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.CloudConnectorService.Connections;

/// <summary>What users may send.</summary>
internal static class ConnectionRules
{
    private const int LongestObject = 32 * 1024;

    public const string Unknown = "There is no such connection in this project.";

    public const string Unreadable = "The stored credentials cannot be decrypted any more. Enter them again and save.";

    public static string UnknownProvider => $"provider: must be one of {string.Join(", ", ProviderCatalog.Names)}";

    /// <summary>Reads an object; absent and null are none.</summary>
    public static JsonObject? ReadObject(JsonElement? sent, string field, List<string> mistakes)
    {
        if (sent is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value)
        {
            return null;
        }

        var read = ConfigObject.Read(value, LongestObject);
        if (read is null)
        {
            mistakes.Add($"{field}: must be an object of at most {LongestObject / 1024} KiB that names no field twice");
        }
        else if (read.ToJsonString().Contains("\\u0000", StringComparison.Ordinal))
        {
            // PostgreSQL stores none.
            mistakes.Add($"{field}: must not contain NUL characters");
            return null;
        }

        return read;
    }

    public static IEnumerable<string> FindMistakes(string? name) =>
        Text.IsName(name) ? [] : [$"name: must have 1 to {Text.NameLength} characters and no control characters"];
}
