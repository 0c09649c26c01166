using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SreCopilot.EndToEnd.Tests.Isolation;

namespace SreCopilot.EndToEnd.Tests;

/// <summary>What people do at the entry point is in their organisation's audit log, and the log can be verified.</summary>
public sealed class AuditTests(PlatformFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_did_what_from_where_is_found_and_the_log_is_sound()
    {
        var admin = await Account.RegisterAsync(fixture.Platform, Cancel);
        await SignInWronglyAsync(admin.Email);
        var incident = (await admin.PostAsync("/api/v1/incidents", new { title = "Checkout", service_name = "shop", severity = "high" }, Cancel)).GetProperty("id").GetGuid();
        await admin.SendAsync(HttpMethod.Patch, $"/api/v1/incidents/{incident}/state", new { state = "acknowledged" }, Cancel);
        var viewer = await admin.InviteAsync(fixture.Platform, "viewer", admin.ProjectId, "viewer", Cancel);
        var trace = await BeRefusedAsync(viewer, incident);

        var register = await FindAsync(admin, "action=user.register");
        Assert.Equal(admin.UserId.ToString(), register.GetProperty("user_id").GetString());
        var wrong = await FindAsync(admin, "action=user.login&success=false");
        Assert.Equal((admin.Email, "wrong password"), (wrong.GetProperty("user_email").GetString(), wrong.GetProperty("error_message").GetString()));
        var created = await FindAsync(admin, "action=incident.create");
        Assert.Equal(incident.ToString(), created.GetProperty("resource_id").GetString());
        var changed = await FindAsync(admin, $"action_prefix=incident.state&search={incident}");
        Assert.Equal("acknowledged", changed.GetProperty("changes").GetProperty("after").GetProperty("state").GetString());
        var refused = await FindAsync(admin, $"trace_id={trace}");
        Assert.Equal((viewer.Email, false, "audit-test/1.0", "api-gateway"), (
            refused.GetProperty("user_email").GetString(), refused.GetProperty("success").GetBoolean(), refused.GetProperty("user_agent").GetString(), refused.GetProperty("source").GetString()));
        foreach (var entry in new[] { register, wrong, created, changed, refused })
        {
            Assert.True(IPAddress.IsLoopback(IPAddress.Parse(entry.GetProperty("ip_address").GetString()!)));
            Assert.Equal(32, entry.GetProperty("trace_id").GetString()!.Length);
            Assert.NotEmpty(entry.GetProperty("request_id").GetString()!);
        }

        using var asViewer = await viewer.Client.GetAsync("/api/v1/audit-logs", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, asViewer.StatusCode);
        var verdict = await admin.SendAsync(HttpMethod.Get, "/api/v1/audit/verify", null, Cancel);
        Assert.True(verdict.GetProperty("valid").GetBoolean() && verdict.GetProperty("complete").GetBoolean(), verdict.ToString());
        var statistics = await admin.SendAsync(HttpMethod.Get, "/api/v1/audit-logs/stats", null, Cancel);
        Assert.True(statistics.GetProperty("total_events").GetInt64() > 5);
    }

    private async Task SignInWronglyAsync(string email)
    {
        using var client = fixture.Platform.CreateClient();
        using var response = await client.PostAsJsonAsync("/api/v1/auth/login", new { email, password = "Not-The-Password-1!" }, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static async Task<string> BeRefusedAsync(Account viewer, Guid incident)
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/incidents/{incident}/state") { Content = JsonContent.Create(new { state = "closed" }) };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        request.Headers.Add("User-Agent", "audit-test/1.0");
        using var response = await viewer.Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        return trace;
    }

    /// <summary>The only entry; it arrives a moment after the answer.</summary>
    private static async Task<JsonElement> FindAsync(Account admin, string query)
    {
        var page = default(JsonElement);
        await Wait.UntilAsync(async () => (page = await admin.SendAsync(HttpMethod.Get, $"/api/v1/audit-logs?{query}", null, Cancel)).GetProperty("total").GetInt64() > 0);
        return Assert.Single(page.GetProperty("logs").EnumerateArray());
    }
}
