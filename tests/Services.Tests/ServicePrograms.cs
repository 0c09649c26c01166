using System.Diagnostics;
using System.Reflection;

namespace SreCopilot.Services.Tests;

/// <summary>The programs of all services, as they were built.</summary>
internal static class ServicePrograms
{
    private const string NothingListens = "127.0.0.1:1";
    private static readonly string Folder = Metadata("Services");

    /// <summary>Every folder under <c>services/</c> that holds a project, so that a new service is tested without being named here.</summary>
    public static TheoryData<string> All { get; } = [.. Directory.GetDirectories(Folder)
        .Where(folder => Directory.GetFiles(folder, "*.csproj").Length == 1)
        .Select(folder => Path.GetFileName(folder)!)
        .Order(StringComparer.Ordinal)];

    public static string NewKey() => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(48));

    /// <summary>A configuration that is right, although neither PostgreSQL nor Redis is there.</summary>
    public static Dictionary<string, string> ValidConfiguration() => new()
    {
        ["INTERNAL_SERVICE_KEY"] = NewKey(),
        ["JWT_SECRET_KEY"] = NewKey(),
        ["ENCRYPTION_KEY"] = NewKey(),
        ["ConnectionStrings__srecopilot"] = $"Host=127.0.0.1;Port=1;Database=x;Username=x;Password={NewKey()}",
        ["ConnectionStrings__redis"] = NothingListens,
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
    };

    public static Process Start(string service, IReadOnlyDictionary<string, string> configuration)
    {
        var program = Path.Combine(Folder, service, Metadata("Output"), service);
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Only what is given here, not what happens to be set on this machine.
        foreach (var name in start.Environment.Keys.Where(name => name is not ("PATH" or "HOME" or "DOTNET_ROOT")).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in configuration)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    /// <summary>Runs a service that is expected to end by itself.</summary>
    public static async Task<(int ExitCode, string Output, string[] Errors)> RunAsync(string service, IReadOnlyDictionary<string, string> configuration)
    {
        using var process = Start(service, configuration);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static string Metadata(string key) =>
        typeof(ServicePrograms).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
