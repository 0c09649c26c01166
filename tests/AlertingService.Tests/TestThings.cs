using System.Text.Json;

namespace SreCopilot.AlertingService.Tests;

/// <summary>Conditions, channels and policies that tests make.</summary>
internal static class TestThings
{
    /// <summary>The body of a condition on a metric, with some of it changed.</summary>
    public static Dictionary<string, object> Condition(string metric, params (string Name, object Value)[] changes)
    {
        var body = new Dictionary<string, object>
        {
            ["name"] = "Queue is long", ["metric_name"] = metric, ["operator"] = "gt", ["threshold"] = 5, ["duration_seconds"] = 60, ["severity"] = "warning", ["service_name"] = "worker",
        };
        foreach (var (name, value) in changes)
        {
            body[name] = value;
        }

        return body;
    }

    public static string[] List(params string[] items) => items;

    public static string NewMetric() => $"queue_depth_{Guid.NewGuid():N}";

    public static async Task<Guid> AddAsync(this TestProject project, string path, string id, object body)
    {
        var answer = await project.Engineer.PostAsync(path, body);
        Assert.True(answer.Code == 200, $"{answer.Code} {answer.Body}");
        return answer.Id(id);
    }

    public static Task<Guid> AddConditionAsync(this TestProject project, string metric, params (string Name, object Value)[] changes) =>
        project.AddAsync("/conditions", "condition_id", Condition(metric, changes));

    public static Task<Guid> AddChannelAsync(this TestProject project, string type, object config) =>
        project.AddAsync("/channels", "channel_id", new { name = $"To {type}", type, config });

    public static Task<Guid> AddWebhookAsync(this TestProject project, string url) =>
        project.AddChannelAsync("webhook", new { webhook_url = url, signing_secret = Signature.Secret });

    public static Task<Guid> AddPolicyAsync(this TestProject project, Guid[] conditions, Guid[] channels, string preference = "per_condition") => project.AddAsync(
        "/policies", "policy_id", new { name = "Shop", condition_ids = conditions, channel_ids = channels, incident_preference = preference });

    /// <summary>A condition that tells a webhook.</summary>
    public static async Task<(Guid Condition, string Metric)> AddTellingAsync(this TestProject project, string url, params (string Name, object Value)[] changes)
    {
        var metric = NewMetric();
        var condition = await project.AddConditionAsync(metric, changes);
        await project.AddPolicyAsync([condition], [await project.AddWebhookAsync(url)]);
        return (condition, metric);
    }

    public static async Task<List<JsonElement>> ActiveAsync(this TestProject project) => [.. (await project.Viewer.GetAsync("/active-alerts")).Body.EnumerateArray()];

    public static async Task<List<JsonElement>> AlertsAsync(this TestProject project) => [.. (await project.Viewer.GetAsync("/alerts")).Body.EnumerateArray()];

    public static async Task<List<JsonElement>> NotificationsAsync(this TestProject project, string status) =>
        [.. (await project.Viewer.GetAsync($"/notifications?status={status}")).Body.EnumerateArray()];

    public static string? Text(this JsonElement thing, string field) => thing.GetProperty(field).GetString();

    public static JsonElement Json(this ReceivedRequest request) => JsonDocument.Parse(request.Body).RootElement;
}
