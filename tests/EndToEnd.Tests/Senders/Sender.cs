using System.Diagnostics;
using SreCopilot.EndToEnd.Tests.Isolation;

namespace SreCopilot.EndToEnd.Tests.Senders;

/// <summary>A project and an API key with which a program sends telemetry.</summary>
internal sealed record Sender(Account Owner, string ApiKey)
{
    private static readonly string[] Scopes = ["ingest:metrics", "ingest:logs", "ingest:traces", "ingest:errors", "ingest:infrastructure", "ingest:browser"];

    public static async Task<Sender> CreateAsync(RunningPlatform platform, CancellationToken cancel)
    {
        var owner = await Account.RegisterAsync(platform, cancel);
        var key = await owner.PostAsync($"/api/v1/projects/{owner.ProjectId}/api-keys", new { name = "Sender", scopes = Scopes }, cancel);
        return new Sender(owner, key.GetProperty("raw_key").GetString()!);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancel);
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}");
            // An SDK does not end when it cannot send; it says so.
            Assert.Equal("", await errors);
            return output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
