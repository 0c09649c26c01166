using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SreCopilot.Database.Tests;

/// <summary>One replica of a service that has this assembly's two migrations, with its log.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string Schema = "notes_service";
    public const string Service = "notes-service";

    private readonly IHost _host;
    private readonly LogWatcher _log;

    private TestHost(IHost host, LogWatcher log) => (_host, _log) = (host, log);

    public ServiceDatabase Database => _host.Services.GetRequiredService<ServiceDatabase>();

    public static Task<TestHost> StartAsync(string connectionString) =>
        StartAsync(new Dictionary<string, string?> { ["ConnectionStrings:srecopilot"] = connectionString });

    public static async Task<TestHost> StartAsync(Dictionary<string, string?> configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = Service });
        builder.Configuration.AddInMemoryCollection(configuration);
        var log = new LogWatcher();
        builder.Logging.AddProvider(log);
        builder.AddDatabase(Schema, typeof(TestHost).Assembly);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new TestHost(host, log);
    }

    public static async Task<TestHost> StartReadyAsync(string connectionString)
    {
        var host = await StartAsync(connectionString);
        await host.LoggedAsync("is up to date");
        while ((await host.HealthAsync()).Status != HealthStatus.Healthy)
        {
            await Task.Yield();
        }

        return host;
    }

    public Task<string> LoggedAsync(string text) => _log.SeenAsync(text);

    public async Task<HealthReportEntry> HealthAsync()
    {
        var report = await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        return report.Entries["postgresql"];
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class LogWatcher : ILoggerProvider, ILogger
    {
        private readonly Lock _gate = new();
        private readonly List<string> _messages = [];
        private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _awaited = [];

        public Task<string> SeenAsync(string text)
        {
            lock (_gate)
            {
                var awaited = _awaited.GetOrAdd(text, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
                if (_messages.Find(message => message.Contains(text, StringComparison.Ordinal)) is { } seen)
                {
                    awaited.TrySetResult(seen);
                }

                return awaited.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            }
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var message = formatter(state, exception);
            lock (_gate)
            {
                _messages.Add(message);
                foreach (var (text, awaited) in _awaited)
                {
                    if (message.Contains(text, StringComparison.Ordinal))
                    {
                        awaited.TrySetResult(message);
                    }
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Dispose()
        {
        }
    }
}
