using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace Aspire.Hosting.UserSecrets;

/// <summary>Writes user secrets: one JSON file for each <c>UserSecretsId</c>, the same that <c>dotnet user-secrets</c> uses.</summary>
internal static class UserSecretsStore
{
    private static readonly Lock Lock = new();
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string? IdOf(Assembly? assembly) => assembly?.GetCustomAttribute<UserSecretsIdAttribute>()?.UserSecretsId;

    /// <summary>Sets a secret; other processes see either the old file or the new one.</summary>
    /// <returns>Whether it could be written.</returns>
    public static bool TrySet(string id, string key, string value)
    {
        var path = PathHelper.GetSecretsPathFromSecretsId(id);
        try
        {
            lock (Lock)
            {
                var folder = Path.GetDirectoryName(path)!;
                Directory.CreateDirectory(folder);
                var secrets = Read(path);
                secrets[key] = value;
                var temporary = Path.Combine(folder, Path.GetRandomFileName());
                File.WriteAllText(temporary, secrets.ToJsonString(Indented));
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                }

                File.Move(temporary, path, overwrite: true);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return false;
        }
    }

    // The file may nest sections; it is rewritten flat, as "dotnet user-secrets" writes it.
    private static JsonObject Read(string path)
    {
        var flat = new JsonObject();
        if (File.Exists(path) && JsonNode.Parse(File.ReadAllText(path), documentOptions: new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }) is JsonObject root)
        {
            Flatten(root, "", flat);
        }

        return flat;
    }

    private static void Flatten(JsonNode? node, string key, JsonObject flat)
    {
        switch (node)
        {
            case JsonObject section:
                foreach (var (name, child) in section)
                {
                    Flatten(child, key.Length == 0 ? name : $"{key}:{name}", flat);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    Flatten(list[i], $"{key}:{i}", flat);
                }

                break;
            default:
                flat[key] = node?.DeepClone();
                break;
        }
    }
}
