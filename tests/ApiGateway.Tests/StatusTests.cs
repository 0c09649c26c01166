using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>The health of the whole platform as the gateway sees it.</summary>
public sealed class StatusTests
{
    private const string Path = "/api/v1/status";

    [Fact]
    public async Task All_healthy_services_make_a_healthy_platform()
    {
        await using var backend = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(Backend.All.Select(service => (service.Variable, backend.Address)));

        var status = await Detail.ReadAsync(await gateway.SendAsync(HttpMethod.Get, Path));

        Assert.Equal("healthy", status.GetProperty("status").GetString());
        Assert.EndsWith("Z", status.GetProperty("checked_at").GetString(), StringComparison.Ordinal);
        var services = status.GetProperty("services").EnumerateArray().ToList();
        var names = services.ConvertAll(service => service.GetProperty("name").GetString()!);
        Assert.Equal(14, names.Count);
        Assert.Contains("api-gateway", names);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.All(services, service => Assert.Equal(JsonValueKind.Null, service.GetProperty("detail").ValueKind));
        Assert.All(backend.Received, request => Assert.Equal("/health", request.Target));
    }

    [Fact]
    public async Task Dead_and_unready_services_are_told_apart()
    {
        await using var healthy = await TestBackend.StartAsync();
        await using var unready = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var gateway = Gateway.Start([("AUTH_SERVICE_URL", healthy.Address), ("INCIDENT_SERVICE_URL", unready.Address)]);

        var response = await gateway.SendAsync(HttpMethod.Get, Path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var status = await Detail.ReadAsync(response);
        Assert.Equal("degraded", status.GetProperty("status").GetString());
        Assert.Equal(("healthy", null), Find(status, "auth-service"));
        Assert.Equal(("healthy", null), Find(status, "api-gateway"));
        Assert.Equal(("unhealthy", "It is running but not ready to serve (HTTP 503)."), Find(status, "incident-service"));
        Assert.Equal(("unreachable", "It could not be reached."), Find(status, "log-service"));
    }

    [Fact]
    public async Task Silent_service_does_not_keep_the_answer_back()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var silent = await TestBackend.StartAsync(context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var gateway = Gateway.Start([("AI_SERVICE_URL", silent.Address)], time);

        var answer = gateway.SendAsync(HttpMethod.Get, Path);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(2));

        var status = await Detail.ReadAsync(await answer);
        Assert.Equal(("unreachable", "It did not answer within 2 seconds."), Find(status, "ai-service"));
    }

    [Fact]
    public async Task Asking_often_does_not_ask_the_services_often()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start([("AUTH_SERVICE_URL", auth.Address)], time);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gateway.SendAsync(HttpMethod.Get, Path)));
        var firstRound = auth.Received.Count;
        time.Advance(TimeSpan.FromSeconds(1));
        await gateway.SendAsync(HttpMethod.Get, Path);

        Assert.Equal((1, 2), (firstRound, auth.Received.Count));
    }

    [Fact]
    public async Task Earlier_clients_find_the_same_in_their_shape()
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        var health = await Detail.ReadAsync(await gateway.SendAsync(HttpMethod.Get, "/health/services"));

        Assert.Equal("degraded", health.GetProperty("status").GetString());
        var services = health.GetProperty("services");
        Assert.Equal("healthy", services.GetProperty("auth").GetProperty("status").GetString());
        Assert.True(services.GetProperty("auth").TryGetProperty("response_time_ms", out _));
        Assert.Equal("unreachable", services.GetProperty("incident").GetProperty("status").GetString());
        Assert.True(services.GetProperty("incident").TryGetProperty("error", out _));
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/")]
    [InlineData("/alive")]
    public async Task Probes_answer_without_a_redirect(string path)
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = await Gateway.StartReadyAsync(("AUTH_SERVICE_URL", auth.Address));

        var response = await gateway.SendAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await Detail.ReadAsync(response);
        Assert.Equal(("healthy", "api-gateway"), (body.GetProperty("status").GetString(), body.GetProperty("service").GetString()));
    }

    private static (string? Status, string? Detail) Find(JsonElement status, string name)
    {
        var service = status.GetProperty("services").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == name);
        return (service.GetProperty("status").GetString(), service.GetProperty("detail").GetString());
    }
}
