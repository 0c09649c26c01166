using System.Globalization;
using System.Text;
using Npgsql;
using SreCopilot.Benchmarks.AlertEvaluation;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

// What evaluating thousands of conditions a minute costs, and how late they are, against asking for each value by itself.
int Argument(int place, int fallback) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : fallback;
var (conditions, minutes, projects) = (Argument(0, 5000), Argument(1, 3), Argument(2, 5));
const int References = 300;

await using var postgres = new PostgresServer();
var database = await postgres.CreateDatabaseAsync();
await using var source = NpgsqlDataSource.Create(database.SuperuserConnectionString + ";Command Timeout=0");
using var metrics = await ServiceProgram.StartAsync("metrics-collector-service", database.ConnectionString);
using var alerting = await ServiceProgram.StartAsync("alerting-service", database.ConnectionString, metrics.Address);

var tenant = Guid.NewGuid();
var owners = Enumerable.Range(0, projects).Select(_ => new Caller
{
    Kind = CallerKind.User, UserId = Guid.NewGuid(), Email = "ana@acme.example", TenantId = tenant, TenantRole = "admin", ProjectId = Guid.NewGuid(), ProjectRole = "owner", SessionId = Guid.NewGuid(),
}).ToList();
for (var number = 0; number < conditions; number++)
{
    await alerting.SendAsync(HttpMethod.Post, "/conditions", owners[number % projects], $$"""
        {"name":"C{{number}}","metric_name":"m{{number / projects}}","service_name":"s","operator":"gt","threshold":50,"duration_seconds":300,"severity":"warning"}
        """);
}

using var stop = new CancellationTokenSource();
var ingesting = IngestAsync();
Console.WriteLine($"{conditions} conditions in {projects} projects, one series each with a point every 10 s, {minutes} minutes, {Environment.ProcessorCount} cores shared by everything");
Console.WriteLine($"{"minute",6} {"evaluated",10} {"latest by s",12} {"alerting us",12} {"metrics us",11}");
await Task.Delay(TimeSpan.FromSeconds(75));
for (var minute = 1; minute <= minutes; minute++)
{
    var (since, cpu, other) = (DateTimeOffset.UtcNow, alerting.CpuTime, metrics.CpuTime);
    var latest = 0.0;
    while (DateTimeOffset.UtcNow - since < TimeSpan.FromMinutes(1))
    {
        await Task.Delay(1000);
        latest = Math.Max(latest, await NumberAsync("select coalesce(max(extract(epoch from clock_timestamp() - next_run_at)), 0)::double precision from alerting.conditions"));
    }

    var evaluated = await NumberAsync($"select count(*)::double precision from alerting.conditions where last_problem is null and last_evaluated_at > '{since:O}'");
    Console.WriteLine($"{minute,6} {evaluated,10:0} {latest,12:0.0} {(alerting.CpuTime - cpu).TotalMicroseconds / evaluated,12:0} {(metrics.CpuTime - other).TotalMicroseconds / evaluated,11:0} (ingest included)");
}

await stop.CancelAsync();
await ingesting;
alerting.Dispose();
var before = metrics.CpuTime;
for (var number = 0; number < References; number++)
{
    await metrics.SendAsync(HttpMethod.Get, $"/metrics/query?metric=m{number % (conditions / projects)}&service=s&window=5m&step=300", owners[0]);
}

Console.WriteLine($"Reference: {(metrics.CpuTime - before).TotalMicroseconds / References:0} us of metrics-collector-service for one value by GET /metrics/query");
return 0;

async Task IngestAsync()
{
    var random = new Random(1);
    while (!stop.IsCancellationRequested)
    {
        foreach (var owner in owners)
        {
            var body = new StringBuilder("""{"metrics":[""");
            for (var number = 0; number < conditions / projects; number++)
            {
                body.Append(number == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$"""{"service_name":"s","metric_name":"m{{number}}","value":{{random.Next(50)}}}""");
            }

            var key = new Caller { Kind = CallerKind.ApiKey, TenantId = tenant, ProjectId = owner.ProjectId, Scopes = ApiKeyScopes.All };
            await metrics.SendAsync(HttpMethod.Post, "/metrics/ingest", key, body.Append("]}").ToString());
        }

        await Task.Delay(TimeSpan.FromSeconds(10), stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}

async Task<double> NumberAsync(string sql)
{
#pragma warning disable CA2100 // Nothing in it comes from outside.
    await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
    return (double)(await command.ExecuteScalarAsync())!;
}
