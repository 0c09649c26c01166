using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace OfflineHosting.Tests;

/// <summary>Keeps the user secrets of the tests apart from those of the developer.</summary>
internal static class TestUserSecrets
{
    private static readonly string Root = Directory.CreateTempSubdirectory("offline-hosting-secrets-").FullName;

    public static string FilePath => Path.Combine(Root, "Microsoft", "UserSecrets", "sre-copilot-offline-hosting-tests", "secrets.json");

    public static string? Read(string key) => File.Exists(FilePath) ? JsonNode.Parse(File.ReadAllText(FilePath))![key]?.GetValue<string>() : null;

    // APPDATA is where user secrets are looked for first, on all systems.
    [ModuleInitializer]
    internal static void Redirect()
    {
        Environment.SetEnvironmentVariable("APPDATA", Root);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);
    }
}
