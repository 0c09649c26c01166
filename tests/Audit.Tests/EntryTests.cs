using System.Net;
using System.Text.Json;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

namespace SreCopilot.Audit.Tests;

/// <summary>What becomes an entry and what the entry says.</summary>
public sealed class EntryTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly string[] Fields =
    [
        "action", "resource_type", "resource_id", "success", "actor_type", "user_id", "user_email", "user_role", "tenant_id", "project_id", "ip_address", "user_agent",
        "request_id", "trace_id",
    ];

    private FakeAuditService _audit = null!;
    private Shop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _audit = await FakeAuditService.StartAsync();
        _shop = await Shop.StartAsync((await postgres.CreateDatabaseAsync()).ConnectionString, _audit.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _audit.DisposeAsync();
    }

    [Fact]
    public async Task A_handlers_entry_says_who_did_what_from_where()
    {
        await _shop.SendAsync(HttpMethod.Put, "/things/t-1/paint", Shop.Ana);

        var entry = await OnlyEntryAsync();
        Assert.Equal(
            $$$"""thing.paint thing t-1 True user {{{Shop.Ana.UserId}}} ana@acme.example engineer {{{Shop.Ana.TenantId}}} {{{Shop.Ana.ProjectId}}} 203.0.113.9 tests/1.0 request-1 0af7651916cd43dd8448eb211c80319c""",
            string.Join(' ', Fields.Select(name => entry.GetProperty(name).ToString())));
        // Only what differs; no secrets; nothing that is no text.
        Assert.Equal("blue", entry.GetProperty("changes").GetProperty("before").GetProperty("color").GetString());
        Assert.Equal("red \ufffd", entry.GetProperty("changes").GetProperty("after").GetProperty("color").GetString());
        Assert.False(entry.GetProperty("changes").GetProperty("after").TryGetProperty("size", out _));
        Assert.DoesNotContain("srec_", entry.ToString(), StringComparison.Ordinal);
        Assert.Equal(["a", "b"], entry.GetProperty("changes").GetProperty("after").GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
    }

    [Theory]
    [InlineData("POST", "/things/t-1/forgotten", 200, "thing.forget t-1 True ")]
    [InlineData("DELETE", "/things/t-1", 404, "thing.delete t-1 False HTTP 404")]
    [InlineData("POST", "/unnamed/t-1", 200, "shop.do_something t-1 True ")]
    [InlineData("POST", "/broken", 500, "thing.break  False HTTP 500")]
    [InlineData("GET", "/denied", 403, "shop.request  False HTTP 403")]
    [InlineData("POST", "/sign-in", 401, "user.login  False wrong password")]
    public async Task A_call_without_an_entry_of_its_own_gets_one(string method, string path, int status, string expected)
    {
        Assert.Equal((HttpStatusCode)status, await _shop.SendAsync(new HttpMethod(method), path, Shop.Ana));

        var entry = await OnlyEntryAsync();
        Assert.Equal(expected, $"{entry.GetProperty("action")} {entry.GetProperty("resource_id")} {entry.GetProperty("success")} {entry.GetProperty("error_message")}");
        Assert.Equal(status, entry.GetProperty("metadata").GetProperty("status").GetInt32());
        Assert.Equal(Shop.Ana.TenantId, entry.GetProperty("tenant_id").GetGuid());
    }

    [Theory]
    [InlineData("GET", "/things")]
    [InlineData("GET", "/nowhere")]
    [InlineData("POST", "/nowhere")]
    [InlineData("POST", "/query")]
    [InlineData("POST", "/elsewhere")]
    [InlineData("GET", "/health")]
    public async Task What_changes_nothing_is_no_entry(string method, string path)
    {
        await _shop.SendAsync(new HttpMethod(method), path, Shop.Ana);
        await _shop.SendAsync(HttpMethod.Put, "/things/t-1/paint", Shop.Ana);

        Assert.Equal("thing.paint", (await OnlyEntryAsync()).GetProperty("action").GetString());
    }

    [Fact]
    public async Task Whoever_is_unknown_cannot_fill_the_log()
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await _shop.SendAsync(HttpMethod.Post, $"/things/t-{attempt}/forgotten", null));
            Assert.Equal(HttpStatusCode.NotFound, await _shop.SendAsync(HttpMethod.Delete, "/things/t-1", new Caller { Kind = CallerKind.Anonymous, ClientAddress = "198.51.100.7" }));
        }

        await _audit.WaitForAsync(2);
        Assert.Equal(["request.refused", "request.refused"], _audit.Actions);
        Assert.Equal(
            ["127.0.0.1 /things/{thing_id}/forgotten", "198.51.100.7 /things/{thing_id}"],
            _audit.Entries.Select(entry => $"{entry.GetProperty("ip_address")} {entry.GetProperty("resource_id")}").Order());
        await Wait.UntilAsync(async () => await _shop.CountAsync($"select coalesce(sum(count), 0)::bigint from audit_tallies") == 100);
    }

    private async Task<JsonElement> OnlyEntryAsync()
    {
        await _audit.WaitForAsync(1);
        await Wait.UntilAsync(async () => await _shop.CountAsync($"select count(*) from audit_outbox") == 0);
        return Assert.Single(_audit.Entries);
    }
}
