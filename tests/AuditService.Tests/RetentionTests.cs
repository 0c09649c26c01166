using Microsoft.Extensions.DependencyInjection;
using SreCopilot.AuditService.Retention;
using SreCopilot.PostgresFixture;

namespace SreCopilot.AuditService.Tests;

/// <summary>Old entries go, from the beginning only; what is left can still be verified.</summary>
public sealed class RetentionTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly AuditServer _server = new(postgres);

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Cleaning_up_removes_the_oldest_and_leaves_a_chain_that_verifies()
    {
        var tenant = _server.NewTenant();
        await tenant.AddManyAsync(30);
        _server.Time.Advance(TimeSpan.FromDays(100));
        await tenant.AddManyAsync(10);

        var answer = await tenant.Admin.SendAsync(HttpMethod.Delete, "/audit-logs/cleanup?days_to_keep=50", null);

        Assert.Equal((200, 30, 10), (answer.Code, answer.Number("removed_count"), answer.Number("remaining_count")));
        var entry = await FindOwnAsync(tenant, "audit.cleanup");
        Assert.Equal("30", entry.GetProperty("metadata").GetProperty("removed_count").ToString());
        var verdict = await tenant.VerifyAsync();
        Assert.True(verdict.GetProperty("valid").GetBoolean());
        Assert.Equal((31, 30), (verdict.GetProperty("first_sequence").GetInt32(), verdict.GetProperty("removed_up_to").GetInt32()));
        // Nothing that was removed can be found any more, in the index either.
        Assert.Equal(0L, await _server.AsOwnerAsync("select count(*) from audit_search s where not exists (select from audit_log a where a.id = s.entry_id)"));

        await _server.TamperAsync($"delete from audit_log where tenant_id = '{tenant.Id}' and sequence = 31");
        Assert.Equal("31 missing", await tenant.FindBadAsync());
    }

    [Fact]
    public async Task A_chain_of_which_everything_was_removed_still_ends_where_it_did()
    {
        var tenant = _server.NewTenant();
        await tenant.AddManyAsync(3);
        _server.Time.Advance(TimeSpan.FromDays(40));
        await _server.ServicesOf(0).GetRequiredService<Removal>().RemoveAsync(tenant.Id, _server.Time.GetUtcNow(), TestContext.Current.CancellationToken);

        Assert.Null(await tenant.FindBadAsync());

        await tenant.AddManyAsync(2);
        Assert.Null(await tenant.FindBadAsync());
        Assert.Contains((await tenant.ListAsync("")), entry => entry.GetProperty("sequence").GetInt64() == 4);
    }

    [Fact]
    public async Task In_the_background_each_organisation_keeps_as_long_as_it_wants()
    {
        var (shorter, normal) = (_server.NewTenant(), _server.NewTenant());
        await shorter.AddManyAsync(5);
        await normal.AddManyAsync(5);
        Assert.Equal(200, (await shorter.Admin.SendAsync(HttpMethod.Put, "/audit-logs/retention", """{"retention_days":60}""")).Code);
        await FindOwnAsync(shorter, "audit.retention_change");

        _server.Time.Advance(TimeSpan.FromDays(61));
        await RunJobAsync();
        Assert.Empty(await shorter.ListAsync("?action=incident.create"));
        Assert.Equal(5, (await normal.ListAsync("?action=incident.create")).Count);
        await FindOwnAsync(shorter, "audit.retention");

        _server.Time.Advance(TimeSpan.FromDays(1095));
        await RunJobAsync();
        Assert.Empty(await normal.ListAsync("?action=incident.create"));
        Assert.Null(await shorter.FindBadAsync());
        Assert.Null(await normal.FindBadAsync());
    }

    [Theory]
    [InlineData("update audit_log set action = 'x.y' where tenant_id = '{0}' and sequence = 2", "2 content_changed")]
    [InlineData("delete from audit_log where tenant_id = '{0}' and sequence = 1", "1 missing")]
    [InlineData("insert into audit_checkpoints select tenant_id, sequence, hash, now(), sha256('x') from audit_log where tenant_id = '{0}' and sequence = 2; delete from audit_log where tenant_id = '{0}' and sequence <= 2", "2 checkpoint_signature")]
    public async Task Retention_does_not_remove_the_traces_of_tampering(string sql, string expected)
    {
        var tenant = _server.NewTenant();
        await tenant.AddManyAsync(5);
        await _server.TamperAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, tenant.Id));
        _server.Time.Advance(TimeSpan.FromDays(400));

        var answer = await tenant.Admin.SendAsync(HttpMethod.Delete, "/audit-logs/cleanup", null);

        Assert.Equal((200, 0), (answer.Code, answer.Number("removed_count")));
        Assert.Equal(expected, await tenant.FindBadAsync());
    }

    [Fact]
    public async Task Of_two_replicas_one_does_the_work()
    {
        await _server.AddReplicaAsync();
        _server.Time.Advance(TimeSpan.FromHours(2));

        var done = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            _server.ServicesOf(number % 2).GetRequiredService<RetentionJob>().RunIfDueAsync(TestContext.Current.CancellationToken)));

        Assert.True(done.Count(yes => yes) <= 1);
    }

    [Fact]
    public async Task Keys_can_be_rotated()
    {
        var tenant = _server.NewTenant();
        await tenant.AddManyAsync(3);
        const string NewKey = "the key after the rotation, long enough";
        // One that knows only the old key would take the new signatures for forged; that is why a new key is announced first.
        await _server.StopReplicaAsync(0);
        var replica = await _server.AddReplicaAsync(("INTERNAL_SERVICE_KEY", NewKey), ("INTERNAL_PREVIOUS_SERVICE_KEY", AuditServer.InternalKey));
        Assert.True((await _server.As(tenant.CallerOf("admin"), replica).GetAsync("/audit/verify"))["valid"].GetBoolean());

        _server.Time.Advance(TimeSpan.FromHours(2));
        var job = _server.ServicesOf(replica).GetRequiredService<RetentionJob>();
        // It may have been taken by the background loop of the old replica; then it is due again an hour later.
        await Wait.UntilAsync(async () =>
        {
            _server.Time.Advance(TimeSpan.FromHours(1));
            return await job.RunIfDueAsync(TestContext.Current.CancellationToken);
        });

        var after = await _server.AddReplicaAsync(("INTERNAL_SERVICE_KEY", NewKey));
        Assert.True((await _server.As(tenant.CallerOf("admin"), after).GetAsync("/audit/verify"))["valid"].GetBoolean());
    }

    [Theory]
    [InlineData("/audit-logs/cleanup?days_to_keep=29")]
    [InlineData("/audit-logs/cleanup?days_to_keep=3651")]
    [InlineData("/audit-logs/cleanup?days_to_keep=x")]
    public async Task Too_little_cannot_be_kept(string path) =>
        Assert.Equal(422, (await _server.NewTenant().Admin.SendAsync(HttpMethod.Delete, path, null)).Code);

    [Theory]
    [InlineData("""{"retention_days":29}""", 422)]
    [InlineData("""{"retention_days":4000}""", 422)]
    [InlineData("""{"retention_days":30}""", 200)]
    [InlineData("""{"retention_days":null}""", 200)]
    public async Task The_setting_has_limits(string body, int expected)
    {
        var tenant = _server.NewTenant();
        Assert.Equal(expected, (await tenant.Admin.SendAsync(HttpMethod.Put, "/audit-logs/retention", body)).Code);
        var answer = await tenant.Admin.GetAsync("/audit-logs/retention");
        Assert.Equal(body.Contains("30", StringComparison.Ordinal) && expected == 200 ? 30 : 1095, answer.Number("retention_days"));
    }

    private async Task RunJobAsync() => await Wait.UntilAsync(async () =>
    {
        _server.Time.Advance(TimeSpan.FromHours(1));
        return await _server.ServicesOf(0).GetRequiredService<RetentionJob>().RunIfDueAsync(TestContext.Current.CancellationToken);
    });

    private static async Task<System.Text.Json.JsonElement> FindOwnAsync(TestTenant tenant, string action)
    {
        var found = new List<System.Text.Json.JsonElement>();
        await Wait.UntilAsync(async () => (found = await tenant.ListAsync($"?action={action}")).Count > 0);
        return Assert.Single(found);
    }
}
