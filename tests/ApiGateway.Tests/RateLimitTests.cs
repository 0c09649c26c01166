using System.Globalization;
using System.Net;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>Limits hold across replicas, per client and budget, and an outage of Redis lets everything pass.</summary>
public sealed class RateLimitTests
{
    private static readonly (string, string)[] Few =
    [
        ("RateLimits:GeneralPerMinute", "5"), ("RateLimits:LoginPerMinute", "3"), ("RateLimits:AiPerMinute", "2"), ("RateLimits:IngestPerMinute", "4"),
    ];

    [Fact]
    public async Task Answers_say_where_the_client_stands_and_the_last_is_429()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = await StartAsync([("AUTH_SERVICE_URL", auth.Address), .. Few]);
        var ana = TestUser.New();

        for (var left = 4; left >= 0; left--)
        {
            var answer = await gateway.SendAsync(HttpMethod.Get, "/api/v1/auth/me", ana.Bearer);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(("5", $"{left}"), (Header(answer, "X-RateLimit-Limit"), Header(answer, "X-RateLimit-Remaining")));
            Assert.InRange(int.Parse(Header(answer, "X-RateLimit-Reset"), CultureInfo.InvariantCulture), 1, 60);
        }

        var refused = await gateway.SendAsync(HttpMethod.Get, "/api/v1/auth/me", ana.Bearer);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        var body = await Detail.ReadAsync(refused);
        var limit = body.GetProperty("rate_limit");
        Assert.Equal((5, 0), (limit.GetProperty("limit").GetInt32(), limit.GetProperty("remaining").GetInt32()));
        Assert.Equal(Header(refused, "Retry-After"), $"{limit.GetProperty("reset").GetInt32()}");
        Assert.Contains("Wait", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(body.GetProperty("error").GetString()!);
        Assert.NotEmpty(body.GetProperty("message").GetString()!);
        Assert.Equal("0", Header(refused, "X-RateLimit-Remaining"));
        Assert.Equal(5, auth.Received.Count);
    }

    [Fact]
    public async Task Two_replicas_count_together_and_each_client_for_itself()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var one = await StartAsync([("AUTH_SERVICE_URL", auth.Address), .. Few]);
        await using var two = await StartAsync([("AUTH_SERVICE_URL", auth.Address), .. Few]);
        var (ana, ben) = (TestUser.New(), TestUser.New());

        var statuses = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? one : two).SendAsync(HttpMethod.Get, "/api/v1/auth/me", ana.Bearer)));

        Assert.Equal(5, statuses.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(HttpStatusCode.OK, (await one.SendAsync(HttpMethod.Get, "/api/v1/auth/me", ben.Bearer)).StatusCode);
    }

    [Fact]
    public async Task Logins_have_a_budget_per_address_and_refused_ones_cost_nothing_else()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = await StartAsync([("AUTH_SERVICE_URL", auth.Address), .. Few]);
        var address = ("X-Forwarded-For", $"2001:db8:{Random.Shared.Next(65536):x}:{Random.Shared.Next(65536):x}::1");
        var neighbour = ("X-Forwarded-For", address.Item2[..^1] + "2");

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/login", address)).StatusCode);
        }

        for (var i = 0; i < 5; i++)
        {
            // The whole /64 network is one client.
            Assert.Equal(HttpStatusCode.TooManyRequests, (await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/register", neighbour)).StatusCode);
        }

        // Three of the five general requests are used, not eight.
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(HttpMethod.Get, "/", address)).StatusCode);
    }

    [Fact]
    public async Task Analyses_have_a_budget_per_user()
    {
        await using var ai = await TestBackend.StartAsync();
        await using var gateway = await StartAsync([("AI_SERVICE_URL", ai.Address), .. Few]);
        var ana = TestUser.New();

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add(await gateway.SendAsync(HttpMethod.Post, "/api/v1/anomaly/detect", ana.Bearer));
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], answers.Select(answer => answer.StatusCode));
        Assert.Contains("AI", await Detail.OfAsync(answers[2]), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/anomaly/active", ana.Bearer)).StatusCode);
    }

    [Fact]
    public async Task Unknown_paths_count_and_probes_do_not()
    {
        await using var gateway = await StartAsync(Few);
        var address = ("X-Forwarded-For", $"198.51.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}");

        var unknown = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
        {
            unknown.Add((await gateway.SendAsync(HttpMethod.Get, "/api/v1/nothing", address)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, unknown[^1]);
        Assert.Equal(5, unknown.Count(status => status == HttpStatusCode.NotFound));
        var probe = await gateway.SendAsync(HttpMethod.Get, "/alive", address);
        Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
        Assert.False(probe.Headers.Contains("X-RateLimit-Limit"));
    }

    [Fact]
    public async Task Alerts_are_counted_by_integration_and_by_sender_whatever_cookies_come_along()
    {
        await using var integrations = await TestBackend.StartAsync();
        await using var gateway = await StartAsync([("INTEGRATION_SERVICE_URL", integrations.Address), ("RateLimits:WebhookPerMinute", "3"), ("RateLimits:WebhookSenderPerMinute", "6")]);
        var sender = ("X-Forwarded-For", $"2001:db8:{Random.Shared.Next(65536):x}:{Random.Shared.Next(65536):x}::1");
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());

        Assert.Equal([200, 200, 200, 429], await StatusesAsync(one, 4));
        Assert.Equal([200, 200], await StatusesAsync(other, 2));
        Assert.Equal([429], await StatusesAsync(Guid.NewGuid(), 1)); // The sender's budget is used up.

        Assert.All(integrations.Received, request =>
        {
            Assert.Equal(("Bearer s", "aa", "1772360430"), (request.Headers["Authorization"], request.Headers["X-Grafana-Alerting-Signature"], request.Headers["X-Grafana-Alerting-Timestamp"]));
            Assert.False(request.Headers.ContainsKey("Cookie"));
        });

        async Task<List<int>> StatusesAsync(Guid integration, int times)
        {
            var statuses = new List<int>();
            for (var i = 0; i < times; i++)
            {
                // A session's cookie without a proof of its origin would be a forged request anywhere else.
                var answer = await gateway.SendJsonAsync(
                    HttpMethod.Post, $"/api/v1/webhooks/grafana/{integration}", "{}", sender, ("Cookie", $"access_token={Gateway.AccessToken(TestUser.New())}"), ("Authorization", "Bearer s"),
                    ("X-Grafana-Alerting-Signature", "aa"), ("X-Grafana-Alerting-Timestamp", "1772360430"));
                statuses.Add((int)answer.StatusCode);
            }

            return statuses;
        }
    }

    [Fact]
    public async Task Default_limits_suit_a_dashboard()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var incidents = await TestBackend.StartAsync();
        await using var gateway = await StartAsync([("AUTH_SERVICE_URL", auth.Address), ("INCIDENT_SERVICE_URL", incidents.Address), ("RateLimits:GeneralPerMinute", "600")]);
        var ana = TestUser.New();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4 * 33).Select(_ => gateway.SendAsync(HttpMethod.Get, "/api/v1/incidents", ana.Bearer)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task Outage_of_Redis_lets_requests_pass_and_its_return_limits_again()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = await StartAsync([("AUTH_SERVICE_URL", auth.Address), ("ConnectionStrings:redis", redis.ConnectionString), ("RateLimits:RetrySeconds", "0.05"), .. Few, ("RateLimits:TimeoutMilliseconds", "250")]);
        var ana = TestUser.New();
        await Wait.UntilAsync(async () => (await gateway.SendAsync(HttpMethod.Get, "/api/v1/auth/me", ana.Bearer)).StatusCode == HttpStatusCode.TooManyRequests);

        await redis.StopAsync();

        for (var i = 0; i < 10; i++)
        {
            var answer = await gateway.SendAsync(HttpMethod.Get, "/api/v1/auth/me", ana.Bearer);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("X-RateLimit-Limit"));
        }

        var metrics = await gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("rate_limit_uncounted_requests_total", metrics, StringComparison.Ordinal);

        await redis.StartAsync();
        await Wait.UntilAsync(async () => (await gateway.SendAsync(HttpMethod.Get, "/api/v1/auth/me", TestUser.New().Bearer)).Headers.Contains("X-RateLimit-Limit"));
    }

    /// <summary>A gateway that has found Redis: until then requests pass uncounted.</summary>
    private static async Task<Gateway> StartAsync(IEnumerable<(string Name, string Value)> settings)
    {
        var gateway = Gateway.Start(settings);
        await Wait.UntilAsync(async () =>
            (await gateway.SendAsync(HttpMethod.Get, "/api/v1/settings/connections/categories", TestUser.New().Bearer)).Headers.Contains("X-RateLimit-Limit"));
        return gateway;
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
