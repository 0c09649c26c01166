using System.Text.Json;
using SreCopilot.DemoShop;

namespace SreCopilot.EndToEnd.Tests.Demo;

/// <summary>
/// From telemetry to the cause, through the entry point and all services: five services send what they measure, a condition fires, an incident opens, and
/// its first hypothesis names the cause, with at least three pieces of evidence that are about it.
/// </summary>
// One after the other: each sends hours of telemetry.
[Collection("demo shop")]
public sealed class DemoShopTests(BrokenShops shops, ITestOutputHelper output) : IClassFixture<BrokenShops>
{
    [Theory]
    [InlineData(Fault.BadDeployment, "bad_deployment", "checkout", "deployment_finished,new_error,errors_rose,fault_localised")]
    [InlineData(Fault.SlowDatabase, "slow_database", "catalog-db", "database_slow,latency_rose,fault_localised")]
    [InlineData(Fault.MemoryLeak, "memory_leak", "cart", "memory_grew,out_of_memory,latency_rose,errors_rose")]
    [InlineData(Fault.DependencyDown, "dependency_down", "payments", "dependency_failing,errors_rose,new_error,fault_localised")]
    [InlineData(Fault.TrafficSpike, "traffic_spike", "storefront", "traffic_rose,latency_rose,host_saturated")]
    [InlineData(Fault.ExpiredCertificate, "expired_certificate", "payments", "certificate_expired,dependency_failing,new_error,errors_rose")]
    public async Task The_right_cause_comes_first_with_evidence(Fault fault, string cause, string subject, string signals)
    {
        var shop = shops[fault];
        Describe(shop.Analysis);

        var best = shop.Analysis.GetProperty("hypotheses")[0];
        Assert.Equal((cause, subject), (best.GetProperty("cause").GetString(), best.GetProperty("subject").GetString()));
        var evidence = shop.Analysis.GetProperty("evidence").EnumerateArray().ToDictionary(one => one.GetProperty("id").GetString()!, one => one.GetProperty("signal").GetString()!);
        var supporting = best.GetProperty("supporting").EnumerateArray().Select(one => evidence[one.GetProperty("evidence_id").GetString()!]).ToList();
        var correct = supporting.Where(signals.Split(',').Contains).ToList();
        Assert.True(correct.Count >= 3, string.Join(", ", correct));

        // Every source answered, and the alert that opened the incident is among what they said.
        Assert.Empty(shop.Analysis.GetProperty("missing").EnumerateArray());
        Assert.Contains("alert_fired", evidence.Values);

        // People see the same in the incident.
        var shown = await shop.ReadHypothesesAsync();
        Assert.Equal(best.GetProperty("id").GetGuid(), shown[0].GetProperty("id").GetGuid());
        Assert.Equal(best.GetProperty("claim").GetString(), shown[0].GetProperty("claim").GetString());
    }

    [Fact]
    public async Task An_assistant_finds_the_cause_of_an_incident()
    {
        var shop = shops[Fault.DependencyDown];
        await using var assistant = await Assistant.ConnectAsync(shop.Owner, "mcp:read");

        var incidents = await assistant.AskAsync("list_incidents", new() { ["service"] = "checkout" });
        var incident = incidents.GetProperty("items")[0].GetProperty("id").GetGuid();
        Assert.Equal(shop.Incident, incident);
        Assert.Contains("Orders fail", await assistant.CallAsync("get_incident", new() { ["incidentId"] = incident }), StringComparison.Ordinal);

        var best = (await assistant.AskAsync("get_hypotheses", new() { ["incidentId"] = incident })).GetProperty("hypotheses")[0];
        Assert.Equal(("dependency_down", "payments"), (best.GetProperty("cause").GetString(), best.GetProperty("subject").GetString()));
        var evidence = (await assistant.AskAsync("get_evidence", new() { ["incidentId"] = incident })).GetProperty("evidence");
        Assert.Superset(
            best.GetProperty("supporting").EnumerateArray().Select(one => one.GetProperty("evidence_id").GetString()).ToHashSet(),
            evidence.EnumerateArray().Select(one => one.GetProperty("id").GetString()).ToHashSet());

        // It checks for itself: what checkout wrote, a failed order, and that nobody ran out of memory.
        Assert.Contains("Connection refused (payments:8080)", await assistant.CallAsync("query_logs", new() { ["query"] = "level:error service:checkout", ["limit"] = 5 }), StringComparison.Ordinal);
        var failed = (await assistant.AskAsync("query_traces", new() { ["service"] = "checkout", ["status"] = "error", ["limit"] = 1 }))[0].GetProperty("trace_id").GetString();
        var spans = (await assistant.AskAsync("query_traces", new() { ["traceId"] = failed })).GetProperty("spans").EnumerateArray().ToList();
        Assert.Contains(spans, span => span.GetProperty("operation").GetString() == "POST payments" && span.GetProperty("status").GetString() == "error");
        Assert.DoesNotContain(spans, span => span.GetProperty("service_name").GetString() == "payments");
        var memory = await assistant.AskAsync("query_metrics", new() { ["metric"] = "process.memory.usage", ["aggregation"] = "max", ["service"] = "checkout" });
        Assert.All(memory.GetProperty("series")[0].GetProperty("points").EnumerateArray(), point => Assert.InRange(point.GetProperty("value").GetDouble(), 180L << 20, 190L << 20));
    }

    [Fact]
    public async Task Assistants_of_other_projects_and_with_other_keys_learn_nothing()
    {
        var (shop, stranger) = (shops[Fault.DependencyDown], shops[Fault.MemoryLeak]);
        await using var assistant = await Assistant.ConnectAsync(stranger.Owner, "mcp:read");

        foreach (var tool in new[] { "get_incident", "get_hypotheses", "get_evidence" })
        {
            Assert.DoesNotContain("payments", await assistant.CallAsync(tool, new() { ["incidentId"] = shop.Incident }), StringComparison.Ordinal);
        }

        Assert.Equal(403, await Assistant.TryAsync(shop.Owner, await Assistant.CreateKeyAsync(shop.Owner, "ingest:traces")));
        Assert.Equal(401, await Assistant.TryAsync(shop.Owner, "no-such-key"));
        Assert.Equal(401, await Assistant.TryAsync(shop.Owner, null));
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
            output.WriteLine($"  {one.GetProperty("at")} {one.GetProperty("id")} {one.GetProperty("signal")} {one.GetProperty("subject")} {one.GetProperty("strength")}: {one.GetProperty("summary")}");
        }
    }
}
