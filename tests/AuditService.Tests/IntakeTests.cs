using System.Text.Json;

namespace SreCopilot.AuditService.Tests;

/// <summary>What services send becomes a chain: each entry once, in order, without gaps.</summary>
public sealed class IntakeTests(AuditServer server) : IClassFixture<AuditServer>
{
    [Fact]
    public async Task An_entry_is_kept_as_it_was_sent()
    {
        var tenant = server.NewTenant();
        var sent = tenant.Entry("incident.state_change", ("changes", new { before = new { state = "open" }, after = new { state = "closed ü 😀" } }), ("metadata", new { status = 200 }));
        await tenant.AddAsync(sent);

        var entry = Assert.Single(await tenant.ListAsync("?action=incident.state_change"));

        foreach (var (name, value) in sent)
        {
            var expected = JsonSerializer.SerializeToElement(name == "timestamp" ? "2026-03-01T10:20:30Z" : value);
            Assert.True(JsonElement.DeepEquals(expected, entry.GetProperty(name)), $"{name}: {entry.GetProperty(name)}");
        }

        Assert.Equal("incident-service", entry.GetProperty("source").GetString());
        Assert.Equal(1, entry.GetProperty("sequence").GetInt64());
        var one = await tenant.Admin.GetAsync($"/audit-logs/{sent["id"]}");
        Assert.Equal(entry.ToString(), one.Body.ToString());
    }

    [Fact]
    public async Task An_entry_that_is_sent_again_is_there_once()
    {
        var tenant = server.NewTenant();
        var (one, two) = (tenant.Entry("a.one"), tenant.Entry("a.two"));
        await tenant.AddAsync(one);
        await tenant.AddAsync(one, two, two);
        await tenant.AddAsync(two, one);

        Assert.Equal(["a.two", "a.one"], (await tenant.ListAsync("?action_prefix=a.")).Select(entry => entry.GetProperty("action").GetString()));
        Assert.Null(await tenant.FindBadAsync());
    }

    [Fact]
    public async Task A_bad_entry_is_named_and_does_not_lose_the_good_ones()
    {
        var tenant = server.NewTenant();
        var bad = tenant.Entry("Not An Action");

        var answer = await tenant.AddAsync(tenant.Entry("b.one"), bad, tenant.Entry("b.two"));

        var rejected = Assert.Single(answer["rejected"].EnumerateArray());
        Assert.Equal(bad["id"]!.ToString(), rejected.GetProperty("id").GetString());
        Assert.StartsWith("action:", rejected.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, (await tenant.ListAsync("?action_prefix=b.")).Count);
    }

    [Fact]
    public async Task Replicas_that_write_at_once_make_one_chain()
    {
        await server.AddReplicaAsync();
        var tenants = Enumerable.Range(0, 3).Select(_ => server.NewTenant()).ToList();

        await Task.WhenAll(Enumerable.Range(0, 24).Select(async writer =>
        {
            // Each batch has entries of all tenants, in an order of its own, and is sent to both replicas.
            var entries = tenants.Skip(writer % 3).Concat(tenants.Take(writer % 3)).SelectMany(tenant => Enumerable.Range(0, 5).Select(_ => tenant.Entry($"w.w{writer}"))).ToList();
            await Task.WhenAll(tenants[0].AddAsync(0, entries), tenants[0].AddAsync(1, entries));
        }));

        foreach (var tenant in tenants)
        {
            var verdict = await tenant.VerifyAsync();
            Assert.True(verdict.GetProperty("valid").GetBoolean());
            var entries = await tenant.ListAsync("?action_prefix=w.&limit=1000");
            Assert.Equal(120, entries.Count);
            Assert.Equal(120, entries.Select(entry => entry.GetProperty("id").GetGuid()).Distinct().Count());
            // The order of each writer is kept.
            Assert.Equal(Enumerable.Range(1, 120).Select(number => (long)number), entries.Select(entry => entry.GetProperty("sequence").GetInt64()).Order());
        }
    }

    [Fact]
    public async Task A_service_may_write_a_single_entry_of_the_tenant_it_calls_for()
    {
        var tenant = server.NewTenant();
        var service = server.AsService(tenant: tenant.Id);
        var body = new { user_id = "ana", user_email = "a@b.c", tenant_id = tenant.Id, action = "user.login", resource_type = "user", ip_address = "1.2.3.4", user_agent = "x" };

        var answer = await service.PostAsync("/audit-logs", body);

        Assert.Equal((200, "user.login", true), (answer.Code, answer.Text("action"), answer["success"].GetBoolean()));
        Assert.Equal(JsonValueKind.Null, answer["changes"].ValueKind);
        Assert.Equal(403, (await server.AsService(tenant: Guid.NewGuid()).PostAsync("/audit-logs", body)).Code);
        Assert.Equal(403, (await server.AsService().PostAsync("/audit-logs", body)).Code);
        Assert.Equal(422, (await service.PostAsync("/audit-logs", new { action = "user.login" })).Code);
    }

    [Fact]
    public async Task What_happened_to_no_tenant_is_on_the_platforms_own_chain()
    {
        var tenant = server.NewTenant();

        await tenant.AddAsync(tenant.Entry("request.refused", ("tenant_id", null), ("project_id", null), ("actor_type", "anonymous")));

        Assert.Empty(await tenant.ListAsync("?action=request.refused"));
        Assert.Equal(1L, await server.AsOwnerAsync("select count(*) from audit_log where tenant_id = '00000000-0000-0000-0000-000000000000' and action = 'request.refused'"));
    }
}
