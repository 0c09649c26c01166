using System.Text.Json;

namespace SreCopilot.SyntheticService.Tests;

/// <summary>Monitors that tests make.</summary>
internal static class TestMonitors
{
    public static object Body(string url, string type = "api_test", params string[] assertions) =>
        new { name = "Home", type, url, frequency_seconds = 60, assertions, retries = 0, timeout_seconds = 30 };

    public static async Task<Guid> AddMonitorAsync(this TestProject project, object body)
    {
        var answer = await project.Engineer.PostAsync("/monitors", body);
        Assert.True(answer.Code == 200, $"{answer.Code} {answer.Body}");
        return answer.Id("monitor_id");
    }

    /// <summary>Creates a monitor and has it checked at once.</summary>
    public static async Task<JsonElement> TryAsync(this TestProject project, object body)
    {
        var answer = await project.Engineer.PostAsync($"/monitors/{await project.AddMonitorAsync(body)}/run", new { });
        Assert.True(answer.Code == 200, $"{answer.Code} {answer.Body}");
        return answer.Body;
    }

    public static string? Text(this JsonElement result, string field) => result.GetProperty(field).GetString();

    public static bool Succeeded(this JsonElement result) => result.GetProperty("success").GetBoolean();
}
