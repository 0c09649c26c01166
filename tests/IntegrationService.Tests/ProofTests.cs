using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>Who may send, and how a sender proves it.</summary>
public sealed class ProofTests(IntegrationServer server) : IClassFixture<IntegrationServer>
{
    private static readonly byte[] Body = Webhook.Json(new { title = "T" });

    public static TheoryData<string, int> Proofs => new()
    {
        { "header", 200 }, { "bearer", 200 }, { "bearer in capitals", 200 }, { "basic", 200 }, { "basic without user", 200 }, { "github", 200 }, { "signature", 200 }, { "signature, bare", 200 },
        { "signature with timestamp", 200 }, { "grafana", 200 }, { "grafana with timestamp", 200 },
        { "nothing", 401 }, { "empty header", 401 }, { "cookie", 401 }, { "digest", 401 },
        { "wrong header", 403 }, { "wrong bearer", 403 }, { "wrong basic", 403 }, { "user instead of password", 403 }, { "broken basic", 403 }, { "prefix", 403 }, { "wrong signature", 403 },
        { "no hex", 403 }, { "signature of another body", 403 }, { "wrong signature, right header", 403 }, { "timestamp not signed", 403 }, { "timestamp removed", 403 },
        { "old", 403 }, { "from the future", 403 }, { "timestamp is no number", 403 },
    };

    [Theory]
    [MemberData(nameof(Proofs))]
    public async Task Every_way_to_prove_it_and_every_way_not_to(string how, int expected)
    {
        var source = server.NewIntegration("generic");

        var answer = await source.SendAsync(Body, HeadersOf(how, source.Secret));

        Assert.Equal(expected, answer.Code);
        Assert.Equal(expected == 200 ? 1 : 0, (await source.Viewer.GetAsync(source.Alerts)).Body.GetArrayLength());
        if (expected != 200)
        {
            Assert.DoesNotContain(source.Secret, answer.Body.ToString(), StringComparison.Ordinal);
            Assert.NotEmpty(answer.Detail);
        }
    }

    [Fact]
    public async Task The_secret_before_the_last_rotation_works_until_its_time_is_over()
    {
        var source = server.NewIntegration("generic");
        var old = source.Secret;
        (source.PreviousSecret, source.Secret, source.PreviousValidUntil) = (old, "the new one", server.Time.GetUtcNow().AddMinutes(5));

        Assert.Equal(200, (await source.SendAsync(Body, [("X-Webhook-Secret", old)])).Code);
        Assert.Equal(200, (await source.SendAsync(Body, HeadersOf("signature", old))).Code);
        Assert.Equal(200, (await source.SendAsync(Body)).Code);
        source.PreviousValidUntil = server.Time.GetUtcNow();
        Assert.Equal(403, (await source.SendAsync(Body, [("X-Webhook-Secret", old)])).Code);
        Assert.Equal(200, (await source.SendAsync(Body)).Code);
    }

    [Fact]
    public async Task A_deleted_integration_is_gone_with_the_next_webhook()
    {
        var source = server.NewIntegration("generic");
        Assert.Equal(200, (await source.SendAsync(Body)).Code);

        server.Delete(source);

        Assert.Equal(404, (await source.SendAsync(Body)).Code);
    }

    [Theory]
    [InlineData("/webhooks/generic/00000000-0000-0000-0000-000000000001", 404)]
    [InlineData("/webhooks/generic/x", 404)]
    [InlineData("/webhooks/generic/%2e%2e", 404)]
    [InlineData("/webhooks/alertmanager", 400)]
    [InlineData("/webhooks/grafana", 400)]
    public async Task Addresses_without_an_integration(string path, int expected)
    {
        var source = server.NewIntegration("generic");

        Assert.Equal(expected, (await source.SendAsync(Body, [("X-Webhook-Secret", source.Secret)], path: path)).Code);
    }

    [Theory]
    [InlineData("grafana", "alertmanager")]
    [InlineData("alertmanager", "grafana")]
    [InlineData("generic", "nagios")]
    public async Task An_address_of_another_type_is_refused(string type, string inPath)
    {
        var source = server.NewIntegration(type);

        var answer = await source.SendAsync(Body, [("X-Webhook-Secret", source.Secret)], path: $"/webhooks/{inPath}/{source.Id}");

        Assert.Equal(400, answer.Code);
        Assert.Contains(type, answer.Detail, StringComparison.Ordinal);
    }

    private List<(string, string)> HeadersOf(string how, string secret)
    {
        var now = server.Time.GetUtcNow().ToUnixTimeSeconds();
        return how switch
        {
            "header" => [("X-Webhook-Secret", secret)],
            "bearer" => [("Authorization", $"Bearer {secret}")],
            "bearer in capitals" => [("Authorization", $"BEARER  {secret}")],
            "basic" => [("Authorization", Basic($"am:{secret}"))],
            "basic without user" => [("Authorization", Basic($":{secret}"))],
            "github" => [("X-Hub-Signature-256", "sha256=" + Sign(secret, ""))],
            "signature" => [("X-Webhook-Signature", "sha256=" + Sign(secret, ""))],
            "signature, bare" => [("X-Webhook-Signature", Sign(secret, "").ToUpperInvariant())],
            "signature with timestamp" => [("X-Webhook-Signature", "sha256=" + Sign(secret, $"{now}.")), ("X-Webhook-Timestamp", $"{now}")],
            "grafana" => [("X-Grafana-Alerting-Signature", Sign(secret, ""))],
            "grafana with timestamp" => [("X-Grafana-Alerting-Signature", Sign(secret, $"{now - 200}:")), ("X-Grafana-Alerting-Timestamp", $"{now - 200}")],
            "nothing" => [],
            "empty header" => [("X-Webhook-Secret", "")],
            "cookie" => [("Cookie", $"access_token={secret}")],
            "digest" => [("Authorization", $"Digest {secret}")],
            "wrong header" => [("X-Webhook-Secret", secret + "x")],
            "wrong bearer" => [("Authorization", "Bearer nonsense")],
            "wrong basic" => [("Authorization", Basic("am:nonsense"))],
            "user instead of password" => [("Authorization", Basic($"{secret}:"))],
            "broken basic" => [("Authorization", "Basic %%%")],
            "prefix" => [("X-Webhook-Secret", secret[..^1])],
            "wrong signature" => [("X-Webhook-Signature", "sha256=" + Sign("nonsense", ""))],
            "no hex" => [("X-Webhook-Signature", "sha256=" + new string('z', 64))],
            "signature of another body" => [("X-Webhook-Signature", "sha256=" + Sign(secret, "more"))],
            "wrong signature, right header" => [("X-Webhook-Signature", "sha256=00"), ("X-Webhook-Secret", secret)],
            "timestamp not signed" => [("X-Webhook-Signature", "sha256=" + Sign(secret, "")), ("X-Webhook-Timestamp", $"{now}")],
            "timestamp removed" => [("X-Webhook-Signature", "sha256=" + Sign(secret, $"{now}."))],
            "old" => Stamped(secret, now - 301),
            "from the future" => Stamped(secret, now + 301),
            "timestamp is no number" => [("X-Webhook-Signature", "sha256=" + Sign(secret, "soon.")), ("X-Webhook-Timestamp", "soon")],
            _ => throw new ArgumentOutOfRangeException(nameof(how)),
        };
    }

    private static List<(string, string)> Stamped(string secret, long moment) =>
        [("X-Webhook-Signature", "sha256=" + Sign(secret, $"{moment}.")), ("X-Webhook-Timestamp", moment.ToString(CultureInfo.InvariantCulture))];

    private static string Basic(string credentials) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}";

    private static string Sign(string secret, string prefix) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(prefix), .. Body]));
}
