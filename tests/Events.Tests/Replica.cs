using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using SreCopilot.Database;
using SreCopilot.Redis;
using SreCopilot.ServiceDefaults;

namespace SreCopilot.Events.Tests;

internal sealed record Note(int Number, string Writer, DateTimeOffset WrittenAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Note))]
internal sealed partial class NoteJson : JsonSerializerContext;

/// <summary>One replica of a service that has nothing but an outbox.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private static readonly DateTimeOffset Written = new(2026, 3, 1, 10, 20, 30, TimeSpan.Zero);
    private readonly WebApplication _app;

    private Replica(WebApplication app) => _app = app;

    public ServiceDatabase Database => _app.Services.GetRequiredService<ServiceDatabase>();

    public EventOutbox Outbox => _app.Services.GetRequiredService<EventOutbox>();

    public EventLog Log => _app.Services.GetRequiredService<EventLog>();

    public static async Task<Replica> StartAsync(string database, RedisServer redis, string service = "shop", params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = $"{service}-service", EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["ConnectionStrings:srecopilot"] = database;
        builder.Configuration["ConnectionStrings:redis"] = redis.ConnectionString;
        builder.Configuration["Events:PollSeconds"] = "0.05";
        foreach (var (name, value) in settings)
        {
            builder.Configuration[name] = value;
        }

        builder.AddServiceDefaults(NoteJson.Default);
        builder.AddDatabase(service, typeof(Replica).Assembly);
        builder.AddRedis();
        builder.AddEventOutbox();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var replica = new Replica(app);
        await Wait.UntilAsync(async () => await replica.IsReadyAsync());
        return replica;
    }

    public async Task<bool> IsReadyAsync()
    {
        var report = await _app.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(check => check.Tags.Contains("ready"), TestContext.Current.CancellationToken);
        return report.Status == HealthStatus.Healthy;
    }

    public async Task AddAsync(Guid project, int number, string writer = "test")
    {
        await using var session = await OpenAsync(project);
        await AddAsync(session, project, number, writer);
        await session.CommitAsync(TestContext.Current.CancellationToken);
    }

    public Task<DatabaseSession> OpenAsync(Guid project) =>
        Database.OpenAsync(new CallerScope(Guid.NewGuid(), project), TestContext.Current.CancellationToken);

    /// <summary>Adds an event and has it stored at once, not with what comes next.</summary>
    public Task AddAsync(DatabaseSession session, Guid project, int number, string writer = "test")
    {
        Outbox.Add(session, new NewEvent(EventChannels.Incidents, "note.written", project, project), new Note(number, writer, Written));
        return session.ExecuteAsync($"select 1", TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until everything that was committed is in Redis.</summary>
    public Task SentAsync() => Wait.UntilAsync(() => Outbox.WaitUntilSentAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

    public async Task<List<LoggedEvent>> ReadAsync(Guid project, long after = 0) => [.. await Log.ReadAfterAsync(project, after)];

    public async Task<IEnumerable<int>> NumbersAsync(Guid project) => (await ReadAsync(project)).Select(NumberOf);

    public static int NumberOf(LoggedEvent entry)
    {
        using var envelope = JsonDocument.Parse(entry.Envelope);
        return envelope.RootElement.GetProperty("data").GetProperty("number").GetInt32();
    }

    /// <summary>Changes what is stored behind the service's back.</summary>
    public async Task SqlAsync(Sql sql)
    {
        await using var session = await Database.OpenAsSystemAsync(TestContext.Current.CancellationToken);
        await session.ExecuteAsync(sql, TestContext.Current.CancellationToken);
        await session.CommitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<long> CountAsync(Sql condition)
    {
        await using var session = await Database.OpenAsSystemAsync(TestContext.Current.CancellationToken);
        return await session.SingleOrDefaultAsync($"select count(*) from event_outbox where {condition}", row => row.GetInt64(0), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
