using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

namespace SreCopilot.MetricsCollectorService.Tests.Metrics;

/// <summary>The service's own program is killed during a load of numbered points.</summary>
public sealed class CrashTests(PostgresServer postgres)
{
    private const string Key = "tests sign their internal tokens with it";
    private const int PointsPerRequest = 20;

    [Fact]
    public async Task Every_point_that_was_answered_is_there_after_SIGKILL_and_none_twice()
    {
        var database = await postgres.CreateDatabaseAsync();
        var caller = new Caller { Kind = CallerKind.ApiKey, TenantId = Guid.NewGuid(), ProjectId = Guid.NewGuid(), Scopes = [ApiKeyScopes.Metrics] };
        var answered = new ConcurrentBag<int>();
        var next = -1;
        using (var service = await Service.StartAsync(database.ConnectionString, caller))
        {
            var clients = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                while (await service.TrySendAsync(Interlocked.Increment(ref next)) is { } request)
                {
                    answered.Add(request);
                }
            })).ToList();
            await Wait.UntilAsync(() => answered.Count > 200);
            service.Kill();
            await Task.WhenAll(clients);
        }

        using var again = await Service.StartAsync(database.ConnectionString, caller);
        // A client that got no answer sends again, with the same key.
        for (var request = 0; request <= next; request++)
        {
            Assert.Equal(request, await again.TrySendAsync(request));
        }

        await using var source = NpgsqlDataSource.Create(database.SuperuserConnectionString + ";Search Path=metrics");
        await using var command = source.CreateCommand("select count(*), count(distinct value), max(value) from metric_points");
        await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await row.ReadAsync(TestContext.Current.CancellationToken);
        var expected = (next + 1L) * PointsPerRequest;
        Assert.Equal((expected, expected, expected - 1.0), (row.GetInt64(0), row.GetInt64(1), row.GetDouble(2)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{answered.Count} requests answered before the kill, {next + 1} sent");
    }

    private sealed class Service : IDisposable
    {
        private readonly Process _process;
        private readonly HttpClient _http;
        private readonly string _token;

        private Service(Process process, int port, Caller caller)
        {
            _process = process;
            _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
            _token = new InternalTokens(Options.Create(new InternalTokenOptions { Key = Key }), TimeProvider.System).Issue(caller);
        }

        public static async Task<Service> StartAsync(string connectionString, Caller caller)
        {
            var port = TestPort.Free();
            var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "metrics-collector-service"))
            {
                RedirectStandardOutput = true,
                Environment =
                {
                    ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}", ["ASPNETCORE_ENVIRONMENT"] = "Development", ["INTERNAL_SERVICE_KEY"] = Key,
                    ["ConnectionStrings__srecopilot"] = connectionString, ["Logging__LogLevel__Default"] = "None",
                },
            };
            var process = Process.Start(start)!;
            process.BeginOutputReadLine();
            var service = new Service(process, port, caller);
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

        /// <summary>Sends the points of one request, whose values are numbers that no other has.</summary>
        /// <returns>The request when it was answered 200.</returns>
        public async Task<int?> TrySendAsync(int request)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "/metrics/ingest")
            {
                Content = JsonContent.Create(new
                {
                    metrics = Enumerable.Range(request * PointsPerRequest, PointsPerRequest).Select(n => new { service_name = "s", metric_name = "numbered", value = n, tags = new { n = n % 10 } }),
                }),
            };
            message.Headers.Add(InternalTokens.HeaderName, _token);
            message.Headers.Add("Idempotency-Key", $"request {request}");
            try
            {
                using var answer = await _http.SendAsync(message);
                return answer.StatusCode == HttpStatusCode.OK ? request : null;
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
