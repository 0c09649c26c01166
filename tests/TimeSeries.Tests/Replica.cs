using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

namespace SreCopilot.TimeSeries.Tests;

/// <summary>One replica of a service that stores readings.</summary>
internal sealed class Replica : IAsyncDisposable
{
    public static readonly TimeSeriesTable Readings = new("readings", "readings", "n", "note", "data");
    public static readonly TimeSeriesTable Totals = new("totals", "totals", "total") { Span = PartitionSpan.Month, RetentionDays = 400 };
    public static readonly TimeSeriesTable Everything = new("everything", "everything", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m");

    private readonly IHost _host;
    private readonly TestDatabase _database;

    private Replica(IHost host, TestDatabase database) => (_host, _database) = (host, database);

    public IngestWriter Writer => _host.Services.GetRequiredService<IngestWriter>();

    public IngestAdmission Admission => _host.Services.GetRequiredService<IngestAdmission>();

    public RetentionPolicies Retention => _host.Services.GetRequiredService<RetentionPolicies>();

    public ServiceDatabase Database => _host.Services.GetRequiredService<ServiceDatabase>();

    public static async Task<Replica> StartAsync(
        TestDatabase database, TimeProvider? time = null, bool asSuperuser = false, Action<IServiceCollection>? configure = null, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ApplicationName = "readings-service" });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => $"TimeSeries:{setting.Key}", setting => (string?)setting.Value));
        builder.Configuration["ConnectionStrings:srecopilot"] = asSuperuser ? database.SuperuserConnectionString : database.ConnectionString;
        builder.Services.AddMetrics();
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.AddDatabase("readings_service", typeof(Replica).Assembly);
        builder.AddTimeSeries(Readings, Totals, Everything);
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var replica = new Replica(host, database);
        await Wait.UntilAsync(async () =>
        {
            try
            {
                await using var session = await replica.Database.OpenAsSystemAsync();
                return true;
            }
            catch (DatabaseNotReadyException)
            {
                return false;
            }
        });
        return replica;
    }

    public IngestBatch NewBatch(Guid project, string lane = "readings", long bytes = 1000) => Writer.NewBatch(
        lane, new Caller { Kind = CallerKind.ApiKey, TenantId = project, ProjectId = project }, Admission.TryReserve(project, bytes)!);

    /// <summary>Stores readings of now with these numbers.</summary>
    public async Task<IngestOutcome> StoreAsync(Guid project, IEnumerable<long> numbers, byte[]? key = null)
    {
        using var batch = NewBatch(project);
        batch.Key = key;
        foreach (var number in numbers)
        {
            batch.AddRow(Readings, batch.Times.Now).Big(number).Text($"reading {number}").Null();
        }

        return await Writer.WriteAsync(batch);
    }

    /// <summary>A request that PostgreSQL refuses.</summary>
    public async Task<IngestOutcome> StorePoisonAsync(Guid project)
    {
        using var batch = NewBatch(project);
        batch.AddRow(Readings, batch.Times.Now).Big(1).Null().Jsonb("{broken"u8);
        return await Writer.WriteAsync(batch);
    }

    /// <summary>The numbers that a project sees.</summary>
    public async Task<List<long>> ReadAsync(Guid project)
    {
        await using var session = await Database.OpenAsync(new CallerScope(project, project));
        return await session.ListAsync($"select n from readings order by n", row => row.GetInt64(0));
    }

    /// <summary>Looks behind the scenes.</summary>
    public async Task<object?> SqlAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database.SuperuserConnectionString + ";Search Path=readings_service;Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
