namespace SreCopilot.MetricsCollectorService.Tests.Infrastructure;

public sealed class HostTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    [Fact]
    public async Task A_host_is_listed_once_with_its_latest_sample()
    {
        var project = server.NewProject();
        await SendAsync(project, "web-2", 1, "2026-03-01T10:00:00Z");
        await SendAsync(project, "web-1", 10, "2026-03-01T10:00:00Z");
        await SendAsync(project, "web-1", 30, "2026-03-01T10:00:30Z");
        // Late.
        await SendAsync(project, "web-1", 20, "2026-03-01T10:00:15Z");

        var hosts = (await project.Viewer.GetAsync("/infrastructure/hosts")).Ok();

        Assert.Equal("web-1,web-2", hosts.Joined("hostname"));
        Assert.Equal(
            """{"hostname":"web-1","timestamp":"2026-03-01T10:00:30Z","cpu_percent":30,"memory_percent":48.1,"disk_usage":{"total": 63},"disk_percent":63,"network_io":{"bytes_recv": 456, "bytes_sent": 123},"load_avg":[0.5, 1, 2],"processes":[{"pid": 1, "name": "init"}],"containers":[{"id": "abc", "name": "redis"}]}""",
            hosts[0].GetProperty("latest_metrics").GetRawText());
        Assert.Equal("web-2", (await project.Viewer.GetAsync("/infrastructure/hosts?search=WEB-2")).Ok().Joined("hostname"));
        Assert.Equal("web-2", (await project.Viewer.GetAsync("/infrastructure/hosts?limit=1&offset=1")).Ok().Joined("hostname"));
        Assert.Equal("web-1", (await project.Viewer.GetAsync("/infrastructure/hosts?time_from=2026-03-01T10:00:20Z")).Ok().Joined("hostname"));
    }

    [Fact]
    public async Task A_host_has_a_history()
    {
        var project = server.NewProject();
        for (var n = 0; n < 5; n++)
        {
            await SendAsync(project, "db 1", n, $"2026-03-01T10:00:0{n}Z");
        }

        var host = (await project.Viewer.GetAsync("/infrastructure/hosts/db%201")).Ok();

        Assert.Equal("db 1", host.Text("hostname"));
        Assert.False(host["latest_metrics"].TryGetProperty("hostname", out _));
        Assert.Equal("4,3,2,1,0", string.Join(',', host["metrics_history"].EnumerateArray().Select(sample => sample.GetProperty("cpu_percent"))));
        Assert.Equal("redis", host["containers"][0].GetProperty("name").GetString());
        Assert.Equal("2,1", string.Join(',', (await project.Viewer.GetAsync("/infrastructure/hosts/db%201?time_to=2026-03-01T10:00:03Z&limit=2")).Ok()["metrics_history"].EnumerateArray().Select(sample => sample.GetProperty("cpu_percent"))));
        Assert.Equal("""[{"pid": 1, "name": "init"}]""", (await project.Viewer.GetAsync("/infrastructure/hosts/db%201/processes")).Ok().Body.GetRawText());
        Assert.Equal("""[{"id": "abc", "name": "redis"}]""", (await project.Viewer.GetAsync("/infrastructure/hosts/db%201/containers")).Ok().Body.GetRawText());
        foreach (var path in new[] { "", "/processes", "/containers" })
        {
            Assert.Equal(404, (await project.Viewer.GetAsync($"/infrastructure/hosts/unknown{path}")).Code);
        }
    }

    [Fact]
    public async Task A_host_over_time()
    {
        var project = server.NewProject();
        foreach (var (cpu, second) in new[] { (10, 0), (30, 20), (50, 40) })
        {
            await SendAsync(project, "web", cpu, $"2026-03-01T10:00:{second:00}Z");
        }

        await SendAsync(project, "web", 70, "2026-03-01T10:09:59Z");

        var series = (await project.Viewer.GetAsync("/infrastructure/hosts/web/series?time_from=2026-03-01T10:00:00Z&time_to=2026-03-01T10:10:00Z&points=10")).Ok();

        Assert.Equal("2026-03-01T10:00:00Z,2026-03-01T10:09:00Z", series.Joined("timestamp"));
        Assert.Equal("3 30 50 48.1 48.1 63", series[0].Show("samples", "cpu_percent", "cpu_max", "memory_percent", "memory_max", "disk_percent"));
        Assert.Equal(0, (await project.Viewer.GetAsync("/infrastructure/hosts/web/series?time_to=2026-02-01")).Ok().Length);
        Assert.Equal(404, (await project.Viewer.GetAsync("/infrastructure/hosts/unknown/series")).Code);
    }

    [Theory]
    [InlineData("42.5", """{"total": 42.5}""", 42.5)]
    [InlineData("\"42.5\"", """{"total": 42.5}""", 42.5)]
    [InlineData("""{"/":63,"/data":91,"inodes":123456}""", """{"/": 63, "/data": 91, "inodes": 123456}""", 91.0)]
    [InlineData("null", """{"total": 0}""", null)]
    public async Task Disks_come_as_a_number_or_an_object(string sent, string stored, double? percent)
    {
        var project = server.NewProject();

        (await project.Key.SendAsync(HttpMethod.Post, "/infrastructure/ingest", $$"""{"hostname":"h","disk_usage":{{sent}}}""")).Ok();

        var sample = (await project.Viewer.GetAsync("/infrastructure/hosts/h")).Ok()["latest_metrics"];
        Assert.Equal(stored, sample.GetProperty("disk_usage").GetRawText());
        Assert.Equal(percent, sample.GetProperty("disk_percent").ValueKind == System.Text.Json.JsonValueKind.Null ? null : sample.GetProperty("disk_percent").GetDouble());
    }

    [Theory]
    [InlineData("{}", "hostname: is required")]
    [InlineData("""{"hostname":"h","cpu_percent":"busy"}""", "cpu_percent: must be a number")]
    [InlineData("""{"hostname":"h","processes":{}}""", "processes: must be an array")]
    [InlineData("""{"hostname":"h","network_io":[]}""", "network_io: must be an object")]
    [InlineData("""{"hostname":"h","disk_usage":[1]}""", "disk_usage: must be a number")]
    public async Task What_is_wrong_is_named(string body, string detail)
    {
        var answer = await server.NewProject().Key.SendAsync(HttpMethod.Post, "/infrastructure/ingest", body);

        Assert.Equal((400, detail), (answer.Code, answer.Detail.Split(';')[0]));
    }

    private static async Task SendAsync(TestProject project, string hostname, double cpu, string timestamp)
    {
        var answer = (await project.Key.PostAsync("/infrastructure/ingest", new
        {
            hostname,
            cpu_percent = cpu,
            memory_percent = 48.1,
            disk_usage = 63,
            network_io = new { bytes_sent = 123, bytes_recv = 456 },
            load_avg = new[] { 0.5, 1, 2 },
            processes = new[] { new { pid = 1, name = "init" } },
            containers = new[] { new { id = "abc", name = "redis" } },
            timestamp,
        })).Ok();
        Assert.Equal((true, hostname), (answer["ingested"].GetBoolean(), answer.Text("hostname")));
    }
}
