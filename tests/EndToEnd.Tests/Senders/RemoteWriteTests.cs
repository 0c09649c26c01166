using System.Text.Json;
using SreCopilot.EndToEnd.Tests.Alerts;

namespace SreCopilot.EndToEnd.Tests.Senders;

/// <summary>Debian's Prometheus with remote write: what it scraped is found again, exactly once.</summary>
public sealed class RemoteWriteTests(PlatformFixture fixture)
{
    private const int Scrapes = 5;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_sample_of_a_real_Prometheus_is_there_once()
    {
        var sender = await Sender.CreateAsync(fixture.Platform, Cancel);
        using var folder = new TemporaryFolder();
        using var thing = new CountingThing(Scrapes);
        await using var prometheus = await StartPrometheusAsync(folder.Path, thing.Port, fixture.Platform.GetAddress("frontend", "http"), sender.ApiKey);

        await Wait.UntilAsync(async () => await ReadAsync(sender, "count") >= Scrapes);

        // The n-th scrape is n.
        Assert.Equal((Scrapes, 1.0, 5.0), ((int)await ReadAsync(sender, "count"), await ReadAsync(sender, "min"), await ReadAsync(sender, "max")));
        var values = await QueryAsync(sender, "max", "group_by=*");
        var labels = Assert.Single(values.GetProperty("series").EnumerateArray()).GetProperty("labels");
        Assert.Equal(("shop", $"127.0.0.1:{thing.Port}", "web"), (labels.GetProperty("service").GetString(), labels.GetProperty("instance").GetString(), labels.GetProperty("kind").GetString()));
    }

    private static async Task<double> ReadAsync(Sender sender, string aggregation)
    {
        var values = await QueryAsync(sender, aggregation, "step=1");
        var points = values.GetProperty("series").EnumerateArray().SelectMany(line => line.GetProperty("points").EnumerateArray()).Select(point => point.GetProperty("value").GetDouble()).DefaultIfEmpty();
        return aggregation switch { "min" => points.Min(), "max" => points.Max(), _ => points.Sum() };
    }

    private static Task<JsonElement> QueryAsync(Sender sender, string aggregation, string more) =>
        sender.Owner.SendAsync(HttpMethod.Get, $"/api/v1/metrics/query?metric=orders_open&aggregation={aggregation}&{more}", null, Cancel);

    private static async Task<MonitoringProgram> StartPrometheusAsync(string folder, int thing, Uri platform, string key)
    {
        var file = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(file, $$"""
            global: {scrape_interval: 1s}
            scrape_configs:
            - job_name: shop
              static_configs: [{targets: ['127.0.0.1:{{thing}}']}]
            remote_write:
            - url: '{{new Uri(platform, "/api/v1/prom/write")}}'
              authorization: {credentials: '{{key}}'}
            """, Cancel);
        var port = TestPort.Free();
        return await MonitoringProgram.StartAsync(
            "prometheus", $"http://127.0.0.1:{port}",
            [$"--config.file={file}", $"--storage.tsdb.path={Path.Combine(folder, "tsdb")}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"]);
    }
}
