using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SreCopilot.Benchmarks.WebSocketFanOut;
using SreCopilot.Events;
using SreCopilot.Identity;
using StackExchange.Redis;

// Connects so many clients of so many tenants to one websocket-service, publishes events to Redis as a relay does, and checks that
// each client gets exactly its project's. With "kill", Redis is killed in the middle and back ten seconds later.
// Arguments: [clients, default 2000] [tenants, 50] [events per second, 100] [seconds, 20] [kill|-] [path of another websocket-service].
int[] numbers = [.. ((int[])[2_000, 50, 100, 20]).Select((fallback, i) => args.Length > i ? int.Parse(args[i], CultureInfo.InvariantCulture) : fallback)];
var (clients, tenants, rate, seconds) = (numbers[0], numbers[1], numbers[2], numbers[3]);
var kill = args.ElementAtOrDefault(4) == "kill";
if (tenants < 1 || clients < tenants || clients > 20_000 || rate is < 1 or > 10_000 || seconds is < 1 or > 600)
{
    Console.Error.WriteLine("usage: WebSocketFanOut [clients] [tenants] [events per second] [seconds] [kill|-] [path of websocket-service]");
    return 64;
}

var (accessKey, internalKey) = (NewKey(), NewKey());
var folder = Directory.CreateTempSubdirectory("srecopilot-bench-").FullName;
await using var auth = await StartAuthAsync();
var redisPort = ChildProgram.FreePort();
var redis = await ChildProgram.StartRedisAsync(redisPort, folder);
await using var service = await ChildProgram.StartServiceAsync(args.ElementAtOrDefault(5), redisPort, new Uri(auth.Urls.Single()), accessKey, internalKey);
Console.WriteLine($"{clients} clients of {tenants} tenants, {rate} events/s for {seconds} s, {Environment.ProcessorCount} processors{(kill ? ", Redis killed for 10 s" : "")}");

var tokens = new AccessTokens(Options.Create(new AccessTokenOptions { Key = accessKey }), TimeProvider.System);
var projects = Enumerable.Range(0, tenants).Select(_ => (Tenant: Guid.NewGuid(), Project: Guid.NewGuid())).ToArray();
var address = new Uri($"ws://127.0.0.1:{service.Port}/ws");
using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + 300));

// One client warms the service up, so that what others add is theirs.
var subscribers = Enumerable.Range(0, clients).Select(i => new Subscriber(address, tokens, projects[i % tenants].Tenant, projects[i % tenants].Project)).ToList();
await subscribers[0].ConnectAsync(deadline.Token);
var idle = service.ResidentMiB;
var cpu = service.CpuTime;
await Parallel.ForEachAsync(subscribers.Skip(1), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = deadline.Token }, async (one, cancel) => await one.ConnectAsync(cancel));
var connected = service.ResidentMiB;
Print("memory before, MiB", idle);
Print("memory with all clients idle, MiB", connected);
Print("  per client, KiB", (connected - idle) * 1024 / (clients - 1));
Print("CPU per connection with its ticket, us", (service.CpuTime - cpu).TotalMicroseconds / (clients - 1));

var total = rate * seconds;
var reading = Task.WhenAll(subscribers.Select((one, i) => one.ReadAsync((total / tenants) + (i % tenants < total % tenants ? 1 : 0), deadline.Token)));
cpu = service.CpuTime;
var started = DateTimeOffset.UtcNow;
var killing = kill ? KillAsync() : Task.CompletedTask;
await PublishAsync();
await killing;
await reading;
var elapsed = DateTimeOffset.UtcNow - started;
var used = service.CpuTime - cpu;

var delays = subscribers.SelectMany(one => one.Delays).Order().ToArray();
var wrong = subscribers.Count(one => one.Foreign > 0 || one.OutOfOrder > 0 || !one.Numbers.SequenceEqual(Enumerable.Range(0, one.Numbers.Count)));
Print("events delivered", delays.Length);
Print("clients that got anything but exactly theirs, once, in order", wrong);
Print("memory after, MiB", service.ResidentMiB);
Print("CPU, % of one core", used / elapsed * 100);
Print("  per delivered event, us", used.TotalMicroseconds / delays.Length);
Print("from publishing to the client, ms: median", delays[delays.Length / 2]);
Print("  99th percentile", delays[(int)(delays.Length * 0.99)]);
Print("  worst", delays[^1]);

subscribers.ForEach(one => one.Dispose());
await redis.DisposeAsync();
Directory.Delete(folder, recursive: true);
return wrong == 0 ? 0 : 1;

async Task PublishAsync()
{
    await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redisPort},abortConnect=false");
    var log = new EventLog(connection, Options.Create(new EventOptions()));
    // As a relay with its outbox: what Redis does not have yet, or lost, is sent from where it is.
    var outbox = new List<LoggedEvent>();
    var done = false;
    while (!done)
    {
        var due = Math.Min(total, (int)((DateTimeOffset.UtcNow - started).TotalSeconds * rate));
        while (outbox.Count < due)
        {
            var last = outbox.Count > 0 ? outbox[^1].Id : 0;
            outbox.Add(NewEvent(outbox.Count, Math.Max(last + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000)));
        }

        try
        {
            var (head, stored) = await log.ReadHeadAsync("benchmark");
            var waiting = outbox.SkipWhile(entry => entry.Id <= (stored ?? 0)).Take(500).ToList();
            done = waiting.Count == 0 && outbox.Count == total;
            if (waiting.Count > 0)
            {
                await log.TryAppendAsync("benchmark", head, waiting);
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            await Task.Delay(100);
        }

        await Task.Delay(5);
    }

    LoggedEvent NewEvent(int number, long id)
    {
        var (tenant, project) = projects[number % tenants];
        var data = $$"""{"number":{{number / tenants}},"sent_us":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000}},"title":"{{new string('x', 600)}}"}""";
        return new LoggedEvent(id, EventChannels.Incidents, tenant, project, EventEnvelope.Write(id, "incident.updated", data, tenant, project, DateTime.UtcNow));
    }
}

async Task KillAsync()
{
    await Task.Delay(TimeSpan.FromSeconds(seconds / 2.0));
    await redis.DisposeAsync();
    await Task.Delay(TimeSpan.FromSeconds(10));
    redis = await ChildProgram.StartRedisAsync(redisPort, folder);
}

static async Task<WebApplication> StartAuthAsync()
{
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    var app = builder.Build();
    app.MapGet("/internal/revocations", () => Results.Text("""{"cursor":"1","revocations":[]}""", "application/json"));
    await app.StartAsync();
    return app;
}

static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));

static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-62}{value,14:0.##}"));
