using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>A sender's signature stays valid: the body arrives byte by byte with the headers that belong to it.</summary>
public sealed class WebhookTests
{
    [Fact]
    public async Task Signature_and_bytes_pass_and_everything_else_stays()
    {
        await using var cicd = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start([("CICD_CONNECTOR_URL", cicd.Address)]);
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cicd/webhooks/c1/github")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{\"a\" :  1}\n")),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; charset=utf-8");
        foreach (var (name, value) in new[] { ("X-Hub-Signature-256", "sha256=00"), ("X-GitHub-Event", "push"), ("X-Webhook-Secret", "s"), ("Cookie", "access_token=x"), ("Sec-Fetch-Site", "same-origin"), ("X-API-Key", "k"), ("X-Internal-Token", "forged") })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var received = cicd.OnlyRequest();
        Assert.Equal(("/webhooks/c1/github", "{\"a\" :  1}\n"), (received.Target, received.Body));
        Assert.Equal(
            ("sha256=00", "push", "s", "application/json; charset=utf-8"),
            (received.Headers["X-Hub-Signature-256"], received.Headers["X-GitHub-Event"], received.Headers["X-Webhook-Secret"], received.Headers["Content-Type"]));
        Assert.DoesNotContain(received.Headers.Keys, name => name is "Cookie" or "X-API-Key");
        Assert.NotEqual("forged", received.Headers["X-Internal-Token"]);
    }

    [Theory]
    [InlineData("github", "X-Hub-Signature-256", "X-GitHub-Event", "X-GitHub-Delivery")]
    [InlineData("gitlab", "X-Gitlab-Token", "X-Gitlab-Event-UUID", "Idempotency-Key")]
    [InlineData("gitlab", "webhook-signature", "webhook-id", "webhook-timestamp")]
    [InlineData("azure-devops", "Authorization", "X-Webhook-Secret", "User-Agent")]
    [InlineData("jenkins", "Authorization", "X-Hub-Signature-256", "Idempotency-Key")]
    [InlineData("bitbucket", "X-Hub-Signature", "X-Event-Key", "X-Request-UUID")]
    public async Task Every_CI_system_can_prove_who_it_is(string sender, params string[] headers)
    {
        await using var cicd = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start([("CICD_CONNECTOR_URL", cicd.Address)]);
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cicd/webhooks/c1/{sender}") { Content = new StringContent("{}") };
        foreach (var header in headers)
        {
            request.Headers.TryAddWithoutValidation(header, $"value of {header}");
        }

        var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.All(headers, header => Assert.Equal($"value of {header}", cicd.OnlyRequest().Headers[header]));
    }

    [Theory]
    [InlineData("/api/v1/webhooks/generic/00000000-0000-0000-0000-000000000001", 5)]
    [InlineData("/api/v1/cicd/webhooks/generic/p1", 26)]
    [InlineData("/api/v1/incidents", 2)]
    public async Task Too_large_a_body_is_413(string path, int mebibytes)
    {
        await using var backend = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start([("CICD_CONNECTOR_URL", backend.Address), ("INCIDENT_SERVICE_URL", backend.Address), ("INTEGRATION_SERVICE_URL", backend.Address)]);
        var (name, value) = TestUser.New().Bearer;

        foreach (var chunked in new[] { false, true })
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[mebibytes * 1024 * 1024]) };
            request.Headers.TryAddWithoutValidation(name, value);
            request.Headers.TransferEncodingChunked = chunked;
            request.Headers.ExpectContinue = true;
            var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            Assert.Contains("too large", await Detail.OfAsync(response), StringComparison.Ordinal);
        }

        Assert.Empty(backend.Received);
    }
}
