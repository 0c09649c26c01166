namespace SreCopilot.AuditService.Tests;

/// <summary>Finding entries, by the contract and beyond it.</summary>
public sealed class ListTests(AuditServer server) : IClassFixture<AuditServer>
{
    [Theory]
    [InlineData("user_id=bob", "2 3")]
    [InlineData("action=incident.update", "2")]
    [InlineData("action_prefix=incident.", "1 2")]
    [InlineData("action_prefix=incident.up", "2")]
    [InlineData("resource_type=user&resource_id=u-1", "3")]
    [InlineData("success=false", "3")]
    [InlineData("success=true", "1 2 4")]
    [InlineData("ip_address=198.51.100.1", "4")]
    [InlineData("trace_id=tr-3", "3")]
    [InlineData("source=incident-service", "1 2 3 4")]
    [InlineData("start_date=2026-02-03T00:00:00", "3 4")]
    [InlineData("start_date=2026-02-03T00:00:00%2B00:00", "3 4")]
    [InlineData("start_date=2026-02-03T00:00:00%2B00:00Z", "3 4")]
    [InlineData("start_date=2026-02-03T01:00:00+01:00", "3 4")]
    [InlineData("end_date=2026-02-02T00:00:00Z", "1 2")]
    [InlineData("end_date=2026-02-02", "1 2")]
    [InlineData("start_date=2026-02-02&end_date=2026-02-03", "2 3")]
    [InlineData("search=WRONG%20password", "3")]
    [InlineData("search=ckou", "2")]
    [InlineData("search=b", "2 3")]
    [InlineData("search=nothing-like-it", "")]
    [InlineData("search=%25", "")]
    [InlineData("user_id=bob&success=true&search=checkout", "2")]
    [InlineData("limit=2", "3 4")]
    [InlineData("limit=2&skip=1", "2 3")]
    [InlineData("skip=9", "")]
    public async Task Filters(string query, string expected)
    {
        var tenant = await FilledAsync();

        var answer = await tenant.Admin.GetAsync($"/audit-logs?{query}&tenant_id={tenant.Id}");

        Assert.Equal(200, answer.Code);
        // The newest first; written here the oldest first.
        Assert.Equal(expected, string.Join(' ', answer["logs"].EnumerateArray().Select(entry => entry.GetProperty("sequence").GetInt64()).Reverse()));
        if (!query.Contains("limit", StringComparison.Ordinal) && !query.Contains("skip", StringComparison.Ordinal))
        {
            Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, answer.Number("total"));
        }
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("skip=-1")]
    [InlineData("start_date=yesterday")]
    [InlineData("success=maybe")]
    [InlineData("action_prefix=%FF%FF")]
    [InlineData("tenant_id=x")]
    public async Task Nonsense_is_422(string query) => Assert.Equal(422, (await server.NewTenant().Admin.GetAsync($"/audit-logs?{query}")).Code);

    [Fact]
    public async Task Statistics_have_the_shape_of_the_contract()
    {
        var tenant = server.NewTenant();
        await tenant.AddAsync([
            .. Enumerable.Range(0, 6).Select(_ => tenant.Entry("incident.create")),
            .. Enumerable.Range(0, 4).Select(number => tenant.Entry("incident.update", ("success", number == 0), ("user_id", "bob"))),
            tenant.Entry("incident.old", ("timestamp", server.Time.GetUtcNow().AddDays(-8))),
        ]);

        var answer = await tenant.Admin.GetAsync("/audit-logs/stats");

        Assert.Equal(
            """{"period_days":7,"total_events":10,"successful_events":7,"failed_events":3,"success_rate":"70.00%","top_actions":[["incident.create",6],["incident.update",4]],"top_users":[["ana",6],["bob",4]],"resource_breakdown":{"incident":10}}""",
            answer.Raw);
        Assert.Equal("0.00%", (await server.NewTenant().Admin.GetAsync("/audit-logs/stats?days=90")).Text("success_rate"));
        Assert.Equal(422, (await tenant.Admin.GetAsync("/audit-logs/stats?days=91")).Code);
    }

    [Fact]
    public async Task A_users_activity_is_the_newest_first_and_a_things_history_the_oldest()
    {
        var tenant = await FilledAsync();

        var activity = await tenant.Admin.GetAsync("/audit-logs/user/bob/activity?limit=1");
        Assert.Equal(("bob", 2), (activity.Text("user_id"), activity.Number("total_activities")));
        Assert.Equal(3, Assert.Single(activity["recent_activities"].EnumerateArray()).GetProperty("sequence").GetInt64());

        var history = await tenant.Admin.GetAsync("/audit-logs/resource/incident/i-1/history");
        Assert.Equal(("incident", "i-1", 2), (history.Text("resource_type"), history.Text("resource_id"), history.Number("total_events")));
        Assert.Equal([1L, 2L], history["history"].EnumerateArray().Select(entry => entry.GetProperty("sequence").GetInt64()));
    }

    [Fact]
    public async Task What_is_not_there_is_404()
    {
        var tenant = server.NewTenant();
        Assert.Equal(404, (await tenant.Admin.GetAsync($"/audit-logs/{Guid.NewGuid()}")).Code);
        Assert.Equal(400, (await tenant.Admin.GetAsync("/audit-logs/x")).Code);
    }

    [Theory]
    [InlineData("a.action = 'x7.y7' order by occurred_at desc, sequence desc limit 10", "audit_log_action")]
    [InlineData("a.action >= 'x7.' and a.action < 'x7/'", "audit_log_action")]
    [InlineData("a.user_id = 'u7' order by occurred_at desc, sequence desc limit 10", "audit_log_user")]
    [InlineData("true order by occurred_at desc, sequence desc limit 10", "audit_log_time")]
    [InlineData("a.occurred_at >= timestamptz '2026-02-28 00:00:00Z'", "audit_log_time")]
    [InlineData("a.resource_type = 't1' and a.resource_id = 'r8'", "audit_log_resource")]
    [InlineData("a.id in (select s.entry_id from audit_search s where s.grams @> '{1,2}')", "audit_search_grams")]
    public async Task Row_level_security_does_not_disable_the_indexes(string condition, string index)
    {
        var tenant = server.NewTenant();
        await tenant.AddAsync(Enumerable.Range(0, 500).Select(number => tenant.Entry(
            $"x{number % 50}.y{number}", ("user_id", $"u{number}"), ("resource_type", $"t{number % 7}"), ("resource_id", $"r{number}"), ("timestamp", server.Time.GetUtcNow().AddDays(-number)))));
        // As a tenant's session, with plans for a table that is not as small as this one.
        var plan = await server.AsOwnerAsync($"""
            set app.system = ''; set app.tenant_id = '{tenant.Id}'; analyze audit_log; analyze audit_search; set enable_seqscan = off; set enable_sort = off; set enable_nestloop = off; set enable_mergejoin = off;
            set enable_indexscan = {(index == "audit_search_grams" ? "off" : "on")};
            create function pg_temp.plan() returns text language plpgsql as $$
            declare line text; lines text := ''; begin
              for line in explain select * from audit_log a where a.tenant_id = current_setting('app.tenant_id')::uuid and {condition} loop lines := lines || line || E'\n'; end loop;
              return lines; end $$;
            select pg_temp.plan()
            """);

        Assert.Contains(index, (string)plan!, StringComparison.Ordinal);
    }

    private async Task<TestTenant> FilledAsync()
    {
        var tenant = server.NewTenant();
        await tenant.AddAsync(
            tenant.Entry("incident.create", ("timestamp", "2026-02-01T00:00:00Z")),
            tenant.Entry("incident.update", ("timestamp", "2026-02-02T00:00:00Z"), ("user_id", "bob"), ("changes", new { after = new { title = "Checkout is slow" } })),
            tenant.Entry("user.login", ("timestamp", "2026-02-03T00:00:00Z"), ("user_id", "bob"), ("resource_type", "user"), ("resource_id", "u-1"), ("success", false),
                ("error_message", "Wrong password"), ("trace_id", "tr-3")),
            tenant.Entry("user.logout", ("timestamp", "2026-02-04T00:00:00Z"), ("resource_type", "user"), ("resource_id", "u-2"), ("ip_address", "198.51.100.1")));
        return tenant;
    }
}
