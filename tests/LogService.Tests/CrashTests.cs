using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

namespace SreCopilot.LogService.Tests;

/// <summary>The service's own program is killed, or loses its database, during a load of numbered lines.</summary>
public sealed class CrashTests(PostgresServer postgres)
{
    private const string Key = "tests sign their internal tokens with it";
    private const int LinesPerRequest = 20;

    [Fact]
    public async Task Every_line_that_was_answered_is_there_after_SIGKILL_none_twice_and_counts_agree()
    {
        var database = await postgres.CreateDatabaseAsync();
        var answered = new ConcurrentBag<int>();
        var next = -1;
        using (var service = await Service.StartAsync(database.ConnectionString))
        {
            var clients = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                while (true)
                {
                    var request = Interlocked.Increment(ref next);
                    if (await service.TrySendAsync(request) is not HttpStatusCode.OK)
                    {
                        return;
                    }

                    answered.Add(request);
                }
            })).ToList();
            await Wait.UntilAsync(() => answered.Count > 200);
            service.Kill();
            await Task.WhenAll(clients);
        }

        Assert.Equal(answered.Count, await CountRequestsAsync(database, answered));
        using var again = await Service.StartAsync(database.ConnectionString);
        // A client that got no answer sends again, with the same key.
        for (var request = 0; request <= next; request++)
        {
            Assert.Equal(HttpStatusCode.OK, await again.TrySendAsync(request));
        }

        await AssertAllOnceAsync(database, next + 1);
    }

    [Fact]
    public async Task Without_its_database_it_says_so_within_bounded_memory_and_goes_on_by_itself()
    {
        await using var own = new PostgresServer();
        var database = await own.CreateDatabaseAsync();
        using var service = await Service.StartAsync(database.ConnectionString);
        var (stored, refused, next) = (new ConcurrentBag<int>(), new ConcurrentBag<int>(), -1);
        var isOver = false;
        var clients = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref isOver))
            {
                var request = Interlocked.Increment(ref next);
                switch (await service.TrySendAsync(request))
                {
                    case HttpStatusCode.OK:
                        stored.Add(request);
                        break;
                    case HttpStatusCode.ServiceUnavailable:
                        refused.Add(request);
                        break;
                    case var other:
                        Assert.Fail($"{other}");
                        break;
                }
            }
        })).ToList();
        await Wait.UntilAsync(() => stored.Count > 100);

        await own.StopAsync();
        var (memory, before) = (service.Memory, refused.Count);
        await Wait.UntilAsync(() => refused.Count > before + 500);
        Assert.InRange(service.Memory, 0, memory + (100L * 1024 * 1024));
        await own.StartAsync();
        var known = stored.Count;
        await Wait.UntilAsync(() => stored.Count > known + 100);
        Volatile.Write(ref isOver, true);
        await Task.WhenAll(clients);

        foreach (var request in refused)
        {
            Assert.Equal(HttpStatusCode.OK, await service.TrySendAsync(request));
        }

        await AssertAllOnceAsync(database, next + 1);
    }

    private static async Task<long> CountRequestsAsync(TestDatabase database, IEnumerable<int> requests)
    {
        await using var source = NpgsqlDataSource.Create(database.SuperuserConnectionString + ";Search Path=log");
        await using var command = source.CreateCommand($"""
            select count(*) from (
              select split_part(message, ' ', 2)::int / {LinesPerRequest} as request from log_lines group by 1 having count(*) = {LinesPerRequest}) as whole
            where request = any($1)
            """);
        command.Parameters.AddWithValue(requests.ToArray());
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static async Task AssertAllOnceAsync(TestDatabase database, int requests)
    {
        await using var source = NpgsqlDataSource.Create(database.SuperuserConnectionString + ";Search Path=log");
        await using var command = source.CreateCommand("""
            select count(*), count(distinct message), (select sum(lines) from log_minutes)::bigint, (select sum(lines) from log_days)::bigint, (select sum(lines) from log_pattern_hours)::bigint
            from log_lines
            """);
        await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await row.ReadAsync(TestContext.Current.CancellationToken);
        var expected = (long)requests * LinesPerRequest;
        Assert.Equal([expected, expected, expected, expected, expected], Enumerable.Range(0, 5).Select(row.GetInt64));
    }

    private sealed class Service : IDisposable
    {
        private readonly Process _process;
        private readonly HttpClient _http;
        private readonly InternalTokens _tokens = new(Options.Create(new InternalTokenOptions { Key = Key }), TimeProvider.System);

        private Service(Process process, int port)
        {
            _process = process;
            _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(2) };
        }

        public long Memory
        {
            get
            {
                _process.Refresh();
                return _process.WorkingSet64;
            }
        }

        // One for all: the project must stay the same after the restart.
        private static Caller Sender { get; } = new() { Kind = CallerKind.ApiKey, TenantId = Guid.NewGuid(), ProjectId = Guid.NewGuid(), Scopes = [ApiKeyScopes.Logs] };

        public static async Task<Service> StartAsync(string connectionString)
        {
            var port = TestPort.Free();
            var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "log-service"))
            {
                RedirectStandardOutput = true,
                Environment =
                {
                    ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}", ["ASPNETCORE_ENVIRONMENT"] = "Development", ["INTERNAL_SERVICE_KEY"] = Key,
                    ["ConnectionStrings__srecopilot"] = connectionString, ["ConnectionStrings__redis"] = RedisServer.Shared.ConnectionString, ["Logging__LogLevel__Default"] = "None",
                },
            };
            var process = Process.Start(start)!;
            process.BeginOutputReadLine();
            var service = new Service(process, port);
            await Wait.UntilAsync(async () =>
            {
                try
                {
                    return (await service._http.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            });
            return service;
        }

        /// <summary>Sends the lines of one request, whose messages have numbers that no other has.</summary>
        /// <returns>The answer; null when there was none. One that asks to come back must say when.</returns>
        public async Task<HttpStatusCode?> TrySendAsync(int request)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "/logs/ingest")
            {
                Content = JsonContent.Create(new
                {
                    logs = Enumerable.Range(request * LinesPerRequest, LinesPerRequest).Select(n => new { service_name = $"s{n % 3}", message = $"line {n}", level = "INFO" }),
                }),
            };
            message.Headers.Add(InternalTokens.HeaderName, _tokens.Issue(Sender));
            message.Headers.Add("Idempotency-Key", $"request {request}");
            try
            {
                using var answer = await _http.SendAsync(message);
                Assert.Equal(answer.StatusCode == HttpStatusCode.ServiceUnavailable, answer.Headers.RetryAfter is not null);
                return answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }

        public void Kill() => _process.Kill();

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
            _http.Dispose();
        }
    }
}
