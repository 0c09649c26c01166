using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using SreCopilot.DemoShop;
using SreCopilot.EndToEnd.Tests.Isolation;

namespace SreCopilot.EndToEnd.Tests.Demo;

/// <summary>A project in which the demo shop broke in one way, the platform's alerting noticed, and the engine looked for the cause.</summary>
internal sealed record BrokenShop(Account Owner, Guid Incident, JsonElement Analysis)
{
    private const int Window = 900;
    // A bad deployment fails 45% of the orders, three in eight visits, in six of the window's minutes: 18% of about 90, give or take 4.
    private const int VisitsPerMinute = 16;
    private const int MostFailed = 3;
    // Six at once, on however busy a machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string[] Scopes = ["ingest:traces", "ingest:logs", "ingest:metrics", "ingest:infrastructure"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Everything that the shop sent so far, into a new project.</summary>
    public static async Task<Account> SendAsync(RunningPlatform platform, Fault fault)
    {
        var owner = await Account.RegisterAsync(platform, Cancel);
        await SendAsync(platform, owner, new ShopOptions { Now = DateTimeOffset.UtcNow, Fault = fault, Seed = (int)fault, Minutes = 100, RequestsPerMinute = VisitsPerMinute });
        return owner;
    }

    /// <summary>A condition that notices, the incident that it opens, and what the engine finds.</summary>
    public static async Task<BrokenShop> WatchAsync(Account owner, Fault fault)
    {
        // Not before everything is there: a condition that fires halfway would find half of the evidence.
        var condition = await owner.PostAsync("/api/v1/alerts/conditions", ConditionOf(fault), Cancel);
        await owner.PostAsync("/api/v1/alerts/policies", new { name = "Shop", condition_ids = new[] { condition.GetProperty("condition_id").GetGuid() } }, Cancel);

        JsonElement incidents = default;
        try
        {
            await Wait.UntilAsync(async () => (incidents = await owner.SendAsync(HttpMethod.Get, "/api/v1/incidents", null, Cancel)).GetProperty("total").GetInt32() > 0, Patience);
        }
        catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
        {
            Assert.Fail($"{fault} opened no incident: {await owner.SendAsync(HttpMethod.Get, "/api/v1/alerts/conditions", null, Cancel)} {await owner.SendAsync(HttpMethod.Get, "/api/v1/alerts/active-alerts", null, Cancel)}");
        }

        var incident = incidents.GetProperty("items")[0].GetProperty("id").GetGuid();
        JsonElement? analysis = null;
        await Wait.UntilAsync(async () => (analysis = await FindAsync(owner, $"/api/v1/incidents/{incident}/analysis")) is not null, Patience);
        return new BrokenShop(owner, incident, analysis!.Value);
    }

    /// <summary>What the incident shows to people: delivered a moment after it was found.</summary>
    public async Task<JsonElement> ReadHypothesesAsync()
    {
        JsonElement shown = default;
        await Wait.UntilAsync(async () => (shown = await Owner.SendAsync(HttpMethod.Get, $"/api/v1/incidents/{Incident}/hypotheses", null, Cancel)).GetArrayLength() > 0);
        return shown;
    }

    private static object ConditionOf(Fault fault) => fault switch
    {
        Fault.SlowDatabase or Fault.TrafficSpike => Trace("The shop is slow", "storefront", "latency", 70),
        Fault.MemoryLeak => new
        {
            name = "Cart needs much memory", metric_name = "process.memory.usage", service_name = "cart", aggregation = "max", @operator = "gt", threshold = 600L << 20,
            duration_seconds = Window, severity = "warning",
        },
        _ => Trace("Orders fail", "checkout", "error_rate", MostFailed),
    };

    private static object Trace(string name, string service, string metric, int threshold) => new
    {
        name, signal = "trace", metric_name = metric, service_name = service, @operator = "gt", threshold, duration_seconds = Window, severity = "critical",
    };

    private static async Task SendAsync(RunningPlatform platform, Account owner, ShopOptions options)
    {
        var key = (await owner.PostAsync($"/api/v1/projects/{owner.ProjectId}/api-keys", new { name = "Shop", scopes = Scopes }, Cancel)).GetProperty("raw_key").GetString()!;
        using var programs = platform.CreateClient();
        programs.DefaultRequestHeaders.Add("X-API-Key", key);
        foreach (var request in Shop.Send(options))
        {
            // A sender tries again when it is told to.
            await Wait.UntilAsync(() => IsTakenAsync(request.Scope.Length > 0 ? programs : owner.Client, request), Patience);
        }
    }

    private static async Task<bool> IsTakenAsync(HttpClient client, ShopRequest request)
    {
        using var content = new ReadOnlyMemoryContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var answer = await client.PostAsync(new Uri(request.PublicPath, UriKind.Relative), content, Cancel);
        if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
        {
            return false;
        }

        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode && !text.Contains("rejected", StringComparison.Ordinal), $"{request.PublicPath}: {(int)answer.StatusCode} {text}");
        return true;
    }

    private static async Task<JsonElement?> FindAsync(Account owner, string path)
    {
        using var answer = await owner.Client.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        if (answer.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }

        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
