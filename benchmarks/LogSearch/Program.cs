using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using SreCopilot.Benchmarks.LogSearch;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

// Fills the tables of log-service with lines of one day of one project, those of metrics-collector-service with as many points of
// 30 days, and asks the services what the pages ask. Arguments: [million lines and points, default 10, at most 50] [repetitions, default 40].
var rows = (long)(1_000_000 * (args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 10));
var repetitions = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 40;
if (rows is < 1000 or > 50_000_000 || repetitions is < 1 or > 10_000)
{
    Console.Error.WriteLine("usage: LogSearch [million lines, at most 50] [repetitions]");
    return 64;
}

var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));
var folder = Directory.CreateTempSubdirectory("srecopilot-bench-").FullName;
await using var postgres = new PostgresServer();
var database = await postgres.CreateDatabaseAsync();
var (redisPort, redisHealth) = (ServiceProgram.FreePort(), ServiceProgram.FreePort());
await using var redis = await ServiceProgram.StartAsync(
    "Redis", port => new() { ["REDIS_PORT"] = $"{redisPort}", ["REDIS_DATA_DIR"] = folder, ["HEALTH_PORT"] = $"{port}" }, redisHealth);
await using var service = await ServiceProgram.StartAsync("Service", Settings);
await using var metrics = await ServiceProgram.StartAsync("Metrics", Settings);

var caller = new Caller { Kind = CallerKind.Service, TenantId = Guid.NewGuid(), ProjectId = Guid.NewGuid() };
var now = DateTimeOffset.UtcNow;
Console.WriteLine($"filling {rows} lines ...");
var rate = await new LogFilling(database.SuperuserConnectionString, caller.ProjectId.Value).RunAsync(rows, now);
Console.WriteLine($"COPY of one connection into the table with its indexes: {rate:0} rows/s");

Console.WriteLine($"filling {rows} points ...");
await new PointFilling(database.SuperuserConnectionString, caller.ProjectId.Value).RunAsync(rows, now);

var tokens = new InternalTokens(Options.Create(new InternalTokenOptions { Key = key }), TimeProvider.System);
using var logs = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{service.Port}") };
using var points = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{metrics.Port}") };
var http = logs;
var hour = $"time_from={now.AddHours(-1):yyyy-MM-ddTHH:mm:ssZ}&time_to={now:yyyy-MM-ddTHH:mm:ssZ}";

Console.WriteLine($"{"",-52} {"p50 ms",8} {"p95 ms",8} {"found",9}");
await MeasureAsync("reference: count(*) of the hour in SQL", ReferenceAsync);
await MeasureAsync("last hour, text that is rare (1 in 100,000)", () => AskAsync($"/logs/search?query=needle&{hour}", "total"));
await MeasureAsync("last hour, text in 0.1 % (the worst: all is read)", () => AskAsync($"/logs/search?query=%22out+of+memory%22&{hour}", "total"));
await MeasureAsync("last hour, text in 2 %", () => AskAsync($"/logs/search?query=failed+timeout&{hour}", "total"));
await MeasureAsync("last hour, text in 30 %", () => AskAsync($"/logs/search?query=answered&{hour}", "total"));
await MeasureAsync("last hour, level:error service:service-3 -declined", () => AskAsync($"/logs/search?query=level:error+service:service-3+-declined&{hour}", "total"));
await MeasureAsync("newest lines of everything", () => AskAsync("/logs/search?limit=200", "total"));
await MeasureAsync("histogram of 24 hours", () => AskAsync("/logs/histogram", "total"));
await MeasureAsync("services", () => AskAsync("/logs/services", "services"));
await MeasureAsync("statistics", () => AskAsync("/logs/stats", "total"));
http = points;
var month = $"time_from={now.AddDays(-30):yyyy-MM-ddTHH:mm:ssZ}&time_to={now:yyyy-MM-ddTHH:mm:ssZ}";
await MeasureAsync("chart of 30 days: average of all 100 series", () => AskAsync($"/metrics/query?metric=cpu&{month}", "series"));
await MeasureAsync("chart of 30 days: maximum of each of 20 services", () => AskAsync($"/metrics/query?metric=cpu&aggregation=max&group_by=service&{month}", "series"));
await MeasureAsync("chart of the last hour from points", () => AskAsync("/metrics/query?metric=cpu&group_by=service", "series"));
await MeasureAsync("metrics of the project", () => AskAsync("/metrics/names", null));
await MeasureAsync("service registry", () => AskAsync("/services/registry", null));
Directory.Delete(folder, recursive: true);
return 0;

Dictionary<string, string> Settings(int port) => new()
{
    ["SERVICE_PORT"] = $"{port}", ["DOTNET_ENVIRONMENT"] = "Production", ["INTERNAL_SERVICE_KEY"] = key, ["ConnectionStrings__srecopilot"] = database.ConnectionString,
    ["ConnectionStrings__redis"] = $"127.0.0.1:{redisPort}", ["Logging__LogLevel__Default"] = "Warning", ["TimeSeries__Retention__metrics"] = "31",
};

async Task MeasureAsync(string what, Func<Task<long>> ask)
{
    var found = await ask();
    var times = new List<double>();
    for (var i = 0; i < repetitions; i++)
    {
        var clock = Stopwatch.StartNew();
        await ask();
        times.Add(clock.Elapsed.TotalMilliseconds);
    }

    times.Sort();
    Console.WriteLine(FormattableString.Invariant($"{what,-52} {times[times.Count / 2],8:0.0} {times[(int)((times.Count - 1) * 0.95)],8:0.0} {found,9}"));
}

async Task<long> AskAsync(string path, string? number)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, path);
    request.Headers.Add(InternalTokens.HeaderName, tokens.Issue(caller));
    using var response = await http.SendAsync(request);
    response.EnsureSuccessStatusCode();
    using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
    var found = number is null ? body.RootElement : body.RootElement.GetProperty(number);
    return found.ValueKind switch { JsonValueKind.Number => found.GetInt64(), JsonValueKind.Array => found.GetArrayLength(), _ => -1 };
}

async Task<long> ReferenceAsync()
{
    await using var source = NpgsqlDataSource.Create(database.SuperuserConnectionString + ";Search Path=log");
    await using var command = source.CreateCommand($"select count(*) from log_lines where project_id = '{caller.ProjectId}' and time >= '{now.AddHours(-1):O}' and time <= '{now:O}'");
    return (long)(await command.ExecuteScalarAsync())!;
}
