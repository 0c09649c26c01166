using System.Text.Json;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>Processors and health reach the telemetry store, each moment once.</summary>
public sealed class TelemetryTests(CloudServer server) : IClassFixture<CloudServer>
{
    public static TheoryData<string> Clouds => CloudCase.All;

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task Every_moment_is_stored_once_however_often_it_is_synced(string name)
    {
        var (project, cloud) = (server.NewProject(), server.Cloud(name));
        var account = cloud.NewAccount();
        account.Machines = [new FakeItem("web") { Cpu = 12.5 }, new FakeItem("idle") { Runs = false }];
        account.Databases = [new FakeItem("orders") { Cpu = 80 }];
        var connection = await server.ConnectAsync(project, cloud, account);
        await connection.SyncAsync();

        server.Time.Advance(TimeSpan.FromMinutes(10));
        await connection.SyncAsync();
        await connection.SyncAsync();

        var points = server.Collector.Of(project.Id, "cloud.cpu_percent");
        // The three steps before the first sync and two more.
        foreach (var (item, cpu) in new[] { ("web", 12.5), (name == "azure" ? "main/orders" : "orders", 80d) })
        {
            var own = points.Where(point => Tag(point, "resource") == item).ToList();
            Assert.Equal(5, own.Count);
            Assert.Equal(5, own.Select(point => point.GetProperty("timestamp").GetString()).Distinct().Count());
            Assert.All(own, point => Assert.Equal((cpu, name, "Production", cloud.Region), (point.GetProperty("value").GetDouble(), Tag(point, "provider"), Tag(point, "connection"), Tag(point, "region"))));
        }

        Assert.DoesNotContain(points, point => Tag(point, "resource") == "idle");
        var health = server.Collector.Of(project.Id, "cloud.healthy");
        Assert.All(health.Where(point => Tag(point, "resource") == "web"), point => Assert.Equal(1, point.GetProperty("value").GetDouble()));
        Assert.All(health.Where(point => Tag(point, "resource") == "idle"), point => Assert.Equal(0, point.GetProperty("value").GetDouble()));
        var shown = (await connection.ResourcesAsync("&kind=compute")).Single(one => one.GetProperty("name").GetString() == "web");
        Assert.Equal(12.5, shown.GetProperty("cpu_percent").GetDouble());
        Assert.NotEqual(JsonValueKind.Null, shown.GetProperty("measured_at").ValueKind);
    }

    [Fact]
    public async Task What_the_store_did_not_take_is_taken_later()
    {
        var (project, cloud) = (server.NewProject(), server.Google);
        var account = cloud.NewAccount();
        account.Machines = [new FakeItem("web")];
        server.Collector.Refuse(project.Id, 503);
        var connection = await server.ConnectAsync(project, cloud, account);
        var away = await connection.GetAsync();
        server.Time.Advance(TimeSpan.FromMinutes(20));

        server.Collector.Refuse(project.Id, 0);
        var back = await connection.SyncAsync();

        Assert.Equal(("error", "connected"), (away.Text("status"), back.Text("status")));
        Assert.Contains("later", away.Text("status_message"), StringComparison.Ordinal);
        Assert.Equal(1, away.Number("resources_count"));
        Assert.Equal(3, server.Collector.Of(project.Id, "cloud.cpu_percent").Count);
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task Without_the_permission_to_measure_everything_else_is_read(string name)
    {
        var (project, cloud) = (server.NewProject(), server.Cloud(name));
        var account = cloud.NewAccount();
        account.Machines = [new FakeItem("web")];
        account.Forbidden.Add(FakeAccount.Metrics);

        var connection = await server.ConnectAsync(project, cloud, account);

        var shown = await connection.GetAsync();
        Assert.Equal(("error", 1), (shown.Text("status"), shown.Number("resources_count")));
        Assert.Contains(cloud.Permissions[FakeAccount.Metrics], shown.Text("status_message"), StringComparison.Ordinal);
        Assert.NotEmpty(server.Collector.Of(project.Id, "cloud.healthy"));
    }

    private static string Tag(JsonElement point, string name) => point.GetProperty("tags").GetProperty(name).GetString()!;
}
