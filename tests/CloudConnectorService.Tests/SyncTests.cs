using Microsoft.AspNetCore.Http;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>What a sync reads, and what stays when it cannot read all.</summary>
public sealed class SyncTests(CloudServer server) : IClassFixture<CloudServer>
{
    private static readonly string[] Operations = [FakeAccount.Compute, FakeAccount.Database, FakeAccount.LoadBalancer];

    public static TheoryData<string> Clouds => CloudCase.All;

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task All_pages_of_all_lists_are_read(string name)
    {
        var (project, cloud, account) = NewAccount(name);
        account.Machines.Add(new FakeItem("web-stopped") { Runs = false, Size = "small", Tags = new() { ["tier"] = "b", ["team"] = "ops" } });

        var connection = await server.ConnectAsync(project, cloud, account);

        var resources = await connection.ResourcesAsync();
        Assert.Equal(16, resources.Count);
        Assert.Equal(16, (await connection.GetAsync()).Number("resources_count"));
        foreach (var operation in Operations)
        {
            var ofType = resources.Where(one => one.GetProperty("type").GetString() == cloud.Types[operation]).ToList();
            Assert.Equal(account.Of(operation).Select(item => NameOf(name, operation, item)).Order(), ofType.Select(one => one.GetProperty("name").GetString()).Order());
            Assert.All(ofType, one => Assert.Equal((operation, cloud.Region, connection.Id), (one.GetProperty("kind").GetString(), one.GetProperty("region").GetString(), one.GetProperty("connection_id").GetGuid())));
            Assert.All(ofType, one => Assert.Contains("team", one.GetProperty("tags").EnumerateObject().Select(tag => tag.Name)));
        }

        var stopped = resources.Single(one => one.GetProperty("name").GetString() == "web-stopped");
        Assert.Equal((cloud.States.Stopped, "unhealthy", "small", "ops"), (
            stopped.GetProperty("state").GetString(), stopped.GetProperty("health").GetString(), stopped.GetProperty("size").GetString(), stopped.GetProperty("tags").GetProperty("team").GetString()));
        Assert.Equal(cloud.States.Running, resources.First(one => one.GetProperty("name").GetString() == "compute-0").GetProperty("state").GetString());
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task What_changes_between_two_syncs_is_written_down_and_told(string name)
    {
        var (project, cloud, account) = NewAccount(name);
        var connection = await server.ConnectAsync(project, cloud, account);
        Assert.Empty(await connection.ChangesAsync());

        account.Machines[0] = account.Machines[0] with { Runs = false };
        account.Databases[1] = account.Databases[1] with { Size = "huge", Tags = new() { ["team"] = "data" } };
        account.Balancers.RemoveAt(2);
        account.Machines.Add(new FakeItem("web-new"));
        var synced = await connection.SyncAsync();

        Assert.Equal(("connected", 4), (synced.Text("status"), synced.Number("changes_found")));
        var changes = await connection.ChangesAsync();
        Assert.Equal(["added", "changed", "changed", "removed"], changes.Select(one => one.GetProperty("change").GetString()).Order());
        var stopped = changes.Single(one => one.GetProperty("name").GetString() == "compute-0").GetProperty("fields").GetProperty("state");
        Assert.Equal(cloud.States, (stopped.GetProperty("before").GetString(), stopped.GetProperty("after").GetString()));
        var grown = changes.Single(one => one.GetProperty("kind").GetString() == FakeAccount.Database).GetProperty("fields");
        Assert.Equal(("large", "huge"), (grown.GetProperty("size").GetProperty("before").GetString(), grown.GetProperty("size").GetProperty("after").GetString()));
        Assert.Contains("data", grown.GetProperty("tags").GetProperty("after").GetString(), StringComparison.Ordinal);
        Assert.Equal("web-new", changes.Single(one => one.GetProperty("change").GetString() == "added").GetProperty("name").GetString());
        Assert.Equal("load_balancer-2", changes.Single(one => one.GetProperty("change").GetString() == "removed").GetProperty("name").GetString());

        var events = await server.EventsAsync(project, 4);
        Assert.All(events, one => Assert.Equal(("cloud.resources_changed", connection.Id), (one.Type, one.Data.GetProperty("connection_id").GetGuid())));
        Assert.Equal(4, events.Sum(one => one.Data.GetProperty("total").GetInt32()));

        Assert.Equal(0, (await connection.SyncAsync()).Number("changes_found"));
        Assert.Equal("added", Assert.Single(await connection.ChangesAsync("&change=added")).GetProperty("change").GetString());
        Assert.Empty(await connection.ChangesAsync("&from=2026-03-02T00:00:00Z"));
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task When_one_page_fails_what_was_read_stays_and_the_next_sync_continues(string name)
    {
        var (project, cloud, account) = NewAccount(name);
        var connection = await server.ConnectAsync(project, cloud, account);
        // Two are gone, one is new, and the second page of the list of machines is broken.
        account.Machines.RemoveRange(3, 2);
        account.Machines.Insert(0, new FakeItem("web-new"));
        var pages = 0;
        account.Fault = async (operation, http) =>
        {
            if (operation != FakeAccount.Compute || http.Request.Query["statusOnly"] == "true" || Interlocked.Increment(ref pages) == 1)
            {
                return false;
            }

            http.Response.StatusCode = 500;
            await http.Response.WriteAsync("oops");
            return true;
        };

        var broken = await connection.SyncAsync();

        Assert.Equal("error", broken.Text("status"));
        Assert.Contains($"{cloud.Types[FakeAccount.Compute]}/", broken.Text("status_message"), StringComparison.Ordinal);
        Assert.DoesNotContain("oops", broken.Text("status_message"), StringComparison.Ordinal);
        Assert.Equal(16, (await connection.ResourcesAsync()).Count);
        Assert.Equal("added", Assert.Single(await connection.ChangesAsync()).GetProperty("change").GetString());

        account.Fault = (_, _) => Task.FromResult(false);
        Assert.Equal(("connected", "", 14), (await connection.SyncAsync()) is var good ? (good.Text("status"), good.Text("status_message"), good.Number("resources_count")) : default);
        Assert.Equal(["added", "removed", "removed"], (await connection.ChangesAsync()).Select(one => one.GetProperty("change").GetString()).Order());
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task Credentials_that_are_revoked_during_a_sync_are_said_to_be(string name)
    {
        var (project, cloud, account) = NewAccount(name);
        var connection = await server.ConnectAsync(project, cloud, account);
        var secret = account.Secret;
        var asked = 0;
        account.Fault = (_, _) =>
        {
            // After a few answers nothing is accepted any more, not even for a new token.
            if (Interlocked.Increment(ref asked) == 3)
            {
                account.Secret = "revoked";
                account.UsesPerToken = 0;
            }

            return Task.FromResult(false);
        };
        cloud.CredentialsOf(account);

        var revoked = await connection.SyncAsync();

        Assert.Equal("error", revoked.Text("status"));
        Assert.Contains("rejected", revoked.Text("status_message"), StringComparison.Ordinal);
        Assert.Equal(15, (await connection.ResourcesAsync()).Count);

        account.Fault = (_, _) => Task.FromResult(false);
        (account.Secret, account.UsesPerToken) = (secret, int.MaxValue);
        Assert.Equal("connected", (await connection.SyncAsync()).Text("status"));
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_cloud_that_is_down_is_an_error_and_nothing_is_forgotten(string name)
    {
        var (project, cloud, account) = NewAccount(name);
        var connection = await server.ConnectAsync(project, cloud, account);
        var before = (await connection.GetAsync()).Text("last_sync_at");
        server.Time.Advance(TimeSpan.FromSeconds(1));
        account.Fault = (_, http) =>
        {
            http.Abort();
            return Task.FromResult(true);
        };

        var down = await connection.SyncAsync();

        Assert.Equal(("error", before), (down.Text("status"), down.Text("last_sync_at")));
        Assert.Contains("could not be reached", down.Text("status_message"), StringComparison.Ordinal);
        Assert.Equal(15, (await connection.ResourcesAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_short_pause_that_is_asked_for_is_waited_out(string name)
    {
        var (project, cloud, account) = NewAccount(name);
        var refused = new HashSet<string>();
        account.Fault = async (operation, http) =>
        {
            lock (refused)
            {
                if (operation == FakeAccount.Metrics || !refused.Add(operation))
                {
                    return false;
                }
            }

            http.Response.Headers.RetryAfter = "0";
            await (name == "aws" ? FakeAws.ErrorAsync(http, "Throttling", 400) : WriteStatus(http, 429));
            return true;
        };

        var connection = await server.ConnectAsync(project, cloud, account);

        Assert.Equal(("connected", 15), (await connection.GetAsync()) is var shown ? (shown.Text("status"), shown.Number("resources_count")) : default);
        Assert.True(refused.Count >= 3);
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_long_pause_that_is_asked_for_puts_the_next_sync_off(string name)
    {
        var (project, cloud, account) = NewAccount(name);
        account.Fault = async (_, http) =>
        {
            http.Response.Headers.RetryAfter = "1800";
            await (name == "aws" ? FakeAws.ErrorAsync(http, "RequestLimitExceeded", 503) : WriteStatus(http, 429));
            return true;
        };

        var connection = await server.ConnectAsync(project, cloud, account);

        var shown = await connection.GetAsync();
        Assert.Equal("error", shown.Text("status"));
        Assert.Contains("1800 s", shown.Text("status_message"), StringComparison.Ordinal);
        Assert.True((DateTime)(await connection.SqlAsync("sync_due_at"))! >= server.Time.GetUtcNow().UtcDateTime.AddMinutes(29));
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task Tokens_that_expire_on_the_way_are_exchanged(string name)
    {
        var (project, cloud, account) = NewAccount(name);
        account.UsesPerToken = 2;

        var connection = await server.ConnectAsync(project, cloud, account, cloud.ConfigWithTokens(account));

        Assert.Equal(("connected", "", 15), (await connection.GetAsync()) is var shown ? (shown.Text("status"), shown.Text("status_message"), shown.Number("resources_count")) : default);
        Assert.True(account.TokensIssued > 3);
    }

    [Fact]
    public async Task A_role_that_may_not_be_assumed_is_named()
    {
        var (project, cloud, account) = NewAccount("aws");
        var connection = await server.ConnectAsync(project, cloud, account, new { assume_role_arn = "arn:aws:iam::123456789012:role/monitoring", external_id = "wrong" });

        Assert.Contains("sts:AssumeRole", (await connection.GetAsync()).Text("status_message"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_missing_permission_leaves_the_other_lists_alone(string name)
    {
        var (project, cloud, account) = NewAccount(name);
        account.Forbidden.Add(FakeAccount.Database);

        var connection = await server.ConnectAsync(project, cloud, account);

        var shown = await connection.GetAsync();
        Assert.Equal(("error", 10), (shown.Text("status"), shown.Number("resources_count")));
        Assert.Contains(cloud.Permissions[FakeAccount.Database], shown.Text("status_message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_is_read_again_when_it_is_due_without_being_asked()
    {
        var (project, cloud, account) = NewAccount("gcp");
        var connection = await server.ConnectAsync(project, cloud, account);
        account.Machines.Add(new FakeItem("web-new"));

        server.Time.Advance(TimeSpan.FromMinutes(6));

        await Wait.UntilAsync(async () => (await connection.GetAsync()).Number("resources_count") == 16);
    }

    [Fact]
    public async Task Resources_are_found_by_what_they_are()
    {
        var (project, cloud, account) = NewAccount("azure");
        account.Machines[1] = account.Machines[1] with { Runs = false };
        var connection = await server.ConnectAsync(project, cloud, account);

        Assert.Equal(5, (await connection.ResourcesAsync("&kind=database")).Count);
        Assert.Single(await connection.ResourcesAsync("&state=deallocated"));
        Assert.Single(await connection.ResourcesAsync("&health=unhealthy"));
        Assert.Equal(3, (await connection.ResourcesAsync("&search=-3")).Count);
        Assert.Empty(await connection.ResourcesAsync("&region=nowhere"));
        var page = await project.Viewer.GetAsync($"/resources?connection_id={connection.Id}&limit=4&offset=12");
        Assert.Equal((15, 3), (page.Number("total"), page["resources"].GetArrayLength()));
    }

    private (TestProject Project, FakeCloud Cloud, FakeAccount Account) NewAccount(string name)
    {
        var cloud = server.Cloud(name);
        var account = cloud.NewAccount();
        (account.Machines, account.Databases, account.Balancers) = (Items("compute"), Items("database"), Items("load_balancer"));
        return (server.NewProject(), cloud, account);

        static List<FakeItem> Items(string kind) => [.. Enumerable.Range(0, 5).Select(n => new FakeItem($"{kind}-{n}"))];
    }

    private static string NameOf(string cloud, string operation, FakeItem item) => cloud == "azure" && operation == FakeAccount.Database ? $"main/{item.Name}" : item.Name;

    private static Task WriteStatus(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync("{}");
    }
}
