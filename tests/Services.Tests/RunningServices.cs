using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace SreCopilot.Services.Tests;

/// <summary>Each service once, running without PostgreSQL and Redis, shared by the tests of a class.</summary>
public sealed class RunningServices : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<RunningService>>> _services = new();

    public Task<HttpClient> ConnectAsync(string service) => GetAsync(service).ContinueWith(
        running => running.Result.Client, TestContext.Current.CancellationToken, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.Values)
        {
            (await service.Value).Dispose();
        }
    }

    private Task<RunningService> GetAsync(string service) =>
        _services.GetOrAdd(service, name => new Lazy<Task<RunningService>>(() => RunningService.StartAsync(name))).Value;

    private sealed record RunningService(Process Process, HttpClient Client) : IDisposable
    {
        private const string Listening = "Now listening on: ";

        public static async Task<RunningService> StartAsync(string service)
        {
            var process = ServicePrograms.Start(service, ServicePrograms.ValidConfiguration());
            var seen = new List<string>();
            while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                seen.Add(line);
                if (!line.Contains(Listening, StringComparison.Ordinal))
                {
                    continue;
                }

                var address = JsonDocument.Parse(line).RootElement.GetProperty("Message").GetString()![Listening.Length..];
                // Or the pipe fills up and the service stands still.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return new RunningService(process, new HttpClient { BaseAddress = new Uri(address) });
            }

            var errors = await process.StandardError.ReadToEndAsync();
            throw new InvalidOperationException($"{service} ended before it listened:\n{string.Join('\n', seen)}\n{errors}");
        }

        public void Dispose()
        {
            Client.Dispose();
            Process.Kill();
            Process.WaitForExit();
            Process.Dispose();
        }
    }
}
