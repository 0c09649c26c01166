using System.Net;
using System.Text;
using System.Text.Json;

namespace SreCopilot.EndToEnd.Tests.Senders;

/// <summary>What the earlier system's agents, SDKs and documented examples send, byte for byte, through the entry point.</summary>
public sealed class ClientPayloadTests(PlatformFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Infrastructure_agent()
    {
        var sender = await Sender.CreateAsync(fixture.Platform, Cancel);

        await SendAsync(sender, "infrastructure", """
            {"hostname":"web-1","cpu_percent":12.5,"memory_percent":48.1,"disk_usage":63.0,"network_io":{"bytes_sent":123,"bytes_recv":456},
             "processes":[{"pid":1,"name":"init","cpu_percent":0,"memory_percent":0.1}],"containers":[{"id":"abc123","name":"redis","state":"up 3 hours"}],"timestamp":"NOW"}
            """);

        var hosts = await GetAsync(sender, "/api/v1/infrastructure/hosts");
        Assert.Contains("web-1", hosts.ToString(), StringComparison.Ordinal);
        var containers = await GetAsync(sender, "/api/v1/infrastructure/hosts/web-1/containers");
        Assert.Contains("redis", containers.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Python_sdk()
    {
        var sender = await Sender.CreateAsync(fixture.Platform, Cancel);

        await SendAsync(sender, "metrics", """
            {"metrics":[
             {"service_name":"cart","metric_name":"queue","value":7,"metric_type":"gauge","tags":{},"timestamp":"NOW"},
             {"service_name":"cart","metric_name":"http.request","value":35.5,"metric_type":"histogram","tags":{"transaction_id":"0a1b","endpoint":"/items","method":"GET","status_code":200,"db_duration_ms":0,"external_duration_ms":0,"error":""},"timestamp":"NOW"},
             {"service_name":"cart","metric_name":"error","value":1.0,"metric_type":"counter","tags":{"error_class":"KeyError","message":"no cart","stack_trace":"..."},"timestamp":"NOW"}]}
            """);

        Assert.Contains("cart", (await GetAsync(sender, "/api/v1/services/registry")).ToString(), StringComparison.Ordinal);
        Assert.Contains("KeyError", (await GetAsync(sender, "/api/v1/errors/groups")).ToString(), StringComparison.Ordinal);
        Assert.Contains("\"value\":7", (await GetAsync(sender, "/api/v1/metrics/query?metric=queue&aggregation=last")).GetRawText().Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Browser_sdk()
    {
        var sender = await Sender.CreateAsync(fixture.Platform, Cancel);

        await SendAsync(sender, "browser", """
            {"app_name":"shop","url":"https://shop.example/cart","web_vitals":[{"name":"LCP","value":2500.5,"rating":"good","delta":2500.5,"id":"v3-1"}],
             "errors":[{"message":"boom","filename":"a.js","lineno":1,"colno":2,"stack":"...","type":"error"}],
             "page_load":{"dom_content_loaded":800,"load_complete":1500,"first_contentful_paint":620},
             "xhr_events":[{"url":"/api/x","method":"GET","duration_ms":35,"status":200,"success":true}]}
            """);

        Assert.Contains("boom", (await GetAsync(sender, "/api/v1/browser/errors")).ToString(), StringComparison.Ordinal);
        Assert.Contains("/api/x", (await GetAsync(sender, "/api/v1/browser/ajax")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examples_of_the_documentation_with_their_short_names()
    {
        var sender = await Sender.CreateAsync(fixture.Platform, Cancel);

        await SendAsync(sender, "metrics", """{"metrics":[{"name":"checkout.latency","value":120,"tags":{"service":"checkout"}}]}""");
        await SendAsync(sender, "logs", """{"logs":[{"message":"Payment failed","level":"warning","service":"checkout"}]}""");

        Assert.Single((await GetAsync(sender, "/api/v1/metrics/query?metric=checkout.latency&aggregation=last")).GetProperty("series").EnumerateArray());
        var line = Assert.Single((await GetAsync(sender, "/api/v1/logs/search?query=payment&level=WARN")).GetProperty("items").EnumerateArray());
        Assert.Equal(("Payment failed", "checkout"), (line.GetProperty("message").GetString(), line.GetProperty("service_name").GetString()));
    }

    private static Task<JsonElement> GetAsync(Sender sender, string path) => sender.Owner.SendAsync(HttpMethod.Get, path, null, Cancel);

    private async Task SendAsync(Sender sender, string signal, string body)
    {
        using var client = fixture.Platform.CreateClient();
        using var content = new StringContent(body.Replace("NOW", $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}", StringComparison.Ordinal), Encoding.UTF8, "application/json");
        content.Headers.Add("X-API-Key", sender.ApiKey);
        using var answer = await client.PostAsync(new Uri($"/api/v1/ingest/{signal}", UriKind.Relative), content, Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{signal}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}");
    }
}
