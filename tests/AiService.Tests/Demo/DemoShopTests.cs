using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.DemoShop;
using SreCopilot.Identity;

namespace SreCopilot.AiService.Tests.Demo;

/// <summary>
/// Five services send OTLP, something goes wrong in one of six ways, somebody opens an incident, and the right cause comes first, with at least three
/// pieces of evidence that are about it.
/// </summary>
public sealed class DemoShopTests(ShopPlatform platform, ITestOutputHelper output) : IClassFixture<ShopPlatform>
{
    [Theory]
    [InlineData(Fault.BadDeployment, "Orders fail", "checkout", "bad_deployment", "checkout", "deployment_finished,new_error,errors_rose,fault_localised")]
    [InlineData(Fault.SlowDatabase, "Product pages are slow", "storefront", "slow_database", "catalog-db", "database_slow,latency_rose,fault_localised")]
    [InlineData(Fault.MemoryLeak, "Cart is slow and fails", "cart", "memory_leak", "cart", "memory_grew,out_of_memory,latency_rose,errors_rose")]
    [InlineData(Fault.DependencyDown, "Orders fail", "checkout", "dependency_down", "payments", "dependency_failing,errors_rose,new_error,fault_localised")]
    [InlineData(Fault.TrafficSpike, "The shop is slow", "storefront", "traffic_spike", "storefront", "traffic_rose,latency_rose,host_saturated")]
    [InlineData(Fault.ExpiredCertificate, "Orders fail", "checkout", "expired_certificate", "payments", "certificate_expired,dependency_failing,new_error,errors_rose")]
    public async Task The_right_cause_comes_first_with_evidence(Fault fault, string title, string service, string cause, string subject, string signals)
    {
        var project = platform.NewProject();
        await SendAsync(project, new ShopOptions { Now = DateTimeOffset.UtcNow, Fault = fault, Seed = (int)fault });
        var incident = await OpenIncidentAsync(project, title, service);

        var answer = await project.Service.PostAsync("/generate-hypotheses", new { incident_id = incident, title, description = "", service_name = service });

        Assert.Equal(200, answer.Code);
        var analysis = (await project.Viewer.GetAsync($"/incidents/{incident}/analysis")).Body;
        Describe(analysis);
        var best = analysis.GetProperty("hypotheses")[0];
        Assert.Equal((cause, subject), (best.GetProperty("cause").GetString(), best.GetProperty("subject").GetString()));
        var evidence = analysis.GetProperty("evidence").EnumerateArray().ToDictionary(one => one.GetProperty("id").GetString()!, one => one.GetProperty("signal").GetString()!);
        var correct = best.GetProperty("supporting").EnumerateArray().Select(one => evidence[one.GetProperty("evidence_id").GetString()!]).Where(signals.Split(',').Contains).ToList();
        Assert.True(correct.Count >= 3, string.Join(", ", correct));
        Assert.Equal(["alert"], analysis.GetProperty("missing").EnumerateArray().Select(one => one.GetString()!.Split(':')[0]));

        // Delivered: incident-service shows the same.
        var shown = await GetAsync(project.ServiceCaller, $"{platform.Incidents}/incidents/{incident}/hypotheses");
        Assert.Equal(best.GetProperty("id").GetGuid(), shown[0].GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_shop_in_which_nothing_is_wrong_has_no_hypothesis_that_blames_it()
    {
        var project = platform.NewProject();
        await SendAsync(project, new ShopOptions { Now = DateTimeOffset.UtcNow, Fault = Fault.None, Seed = 7 });
        var incident = await OpenIncidentAsync(project, "Somebody thinks that orders fail", "checkout");

        await project.Service.PostAsync("/generate-hypotheses", new { incident_id = incident, title = "t", description = "", service_name = "checkout" });

        var analysis = (await project.Viewer.GetAsync($"/incidents/{incident}/analysis")).Body;
        Describe(analysis);
        // Old deployments of other services are all that there is.
        Assert.All(analysis.GetProperty("hypotheses").EnumerateArray(), one => Assert.True(
            one.GetProperty("cause").GetString() == "bad_deployment" && one.GetProperty("confidence_score").GetDouble() < 0.5, one.ToString()));
    }

    private void Describe(JsonElement analysis)
    {
        output.WriteLine($"{analysis.GetProperty("duration_ms")} ms, onset {analysis.GetProperty("onset")}, missing {analysis.GetProperty("missing")}");
        foreach (var one in analysis.GetProperty("hypotheses").EnumerateArray())
        {
            output.WriteLine($"{one.GetProperty("rank")} {one.GetProperty("cause")} {one.GetProperty("subject")} {one.GetProperty("confidence_score")} {one.GetProperty("factors")}");
        }

        foreach (var one in analysis.GetProperty("evidence").EnumerateArray())
        {
            output.WriteLine($"  {one.GetProperty("at")} {one.GetProperty("id")} {one.GetProperty("signal")} {one.GetProperty("subject")} {one.GetProperty("strength")} {one.GetProperty("quality")}: {one.GetProperty("summary")}");
        }
    }

    private async Task SendAsync(TestProject project, ShopOptions options)
    {
        foreach (var request in Shop.Send(options))
        {
            var caller = request.Scope.Length > 0 ? project.KeyWith(request.Scope) : project.ServiceCaller;
            using var answer = await SendAsync(HttpMethod.Post, $"{(request.IsForLogs ? platform.Logs : platform.Metrics)}{request.Path}", caller, request.Body);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode && !text.Contains("rejected", StringComparison.Ordinal), $"{request.Path}: {(int)answer.StatusCode} {text}");
        }
    }

    private async Task<Guid> OpenIncidentAsync(TestProject project, string title, string service)
    {
        using var answer = await SendAsync(
            HttpMethod.Post, $"{platform.Incidents}/incidents", project.CallerOf("engineer"), Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { title, severity = "high", service_name = service, description = "" })));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("id").GetGuid();
    }

    private async Task<JsonElement> GetAsync(Caller caller, string address)
    {
        using var answer = await SendAsync(HttpMethod.Get, address, caller, null);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, Caller caller, ReadOnlyMemory<byte>? body)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Add(InternalTokens.HeaderName, platform.Services.GetRequiredService<InternalTokens>().Issue(caller));
        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return await platform.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
