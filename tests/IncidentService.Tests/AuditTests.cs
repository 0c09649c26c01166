using System.Text.Json;

namespace SreCopilot.IncidentService.Tests;

/// <summary>What the audit log learns. audit-service is away in these tests, so everything waits in the outbox.</summary>
public sealed class AuditTests(IncidentServer server) : IClassFixture<IncidentServer>
{
    [Fact]
    public async Task Every_operation_that_changes_something_leads_to_an_entry()
    {
        var project = server.NewProject();
        foreach (var operation in (await server.ListOperationsAsync()).Where(operation => operation.Method != HttpMethod.Get))
        {
            await (operation.IsInternal ? project.Service : project.Engineer).SendAsync(operation.Method, operation.Fill(_ => Guid.NewGuid().ToString()), "{}");

            await Wait.UntilAsync(async () => (await EntriesAsync(project)).Any(entry =>
                entry.GetProperty("metadata").GetProperty("route").GetString() == operation.Path && entry.GetProperty("metadata").GetProperty("method").GetString() == operation.Method.Method));
        }
    }

    [Fact]
    public async Task The_story_of_an_incident_is_in_the_log_with_what_changed()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync("Checkout");
        await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "acknowledged", comment = "mine" });
        await project.Engineer.PatchAsync($"/incidents/{incident}/severity", new { severity = "low" });
        await project.Engineer.PatchAsync($"/incidents/{incident}/assignee", new { assignee_id = project.Members[0].Id });
        await project.Engineer.PostAsync($"/incidents/{incident}/comments", new { content = "the secret words" });
        await project.Viewer.PatchAsync($"/incidents/{incident}/state", new { state = "closed" });
        await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "learned" });

        await Wait.UntilAsync(async () => (await EntriesAsync(project)).Count == 7);
        var entries = await EntriesAsync(project);
        Assert.All(entries, entry => Assert.Equal($"incident {incident}", $"{entry.GetProperty("resource_type")} {entry.GetProperty("resource_id")}"));
        Assert.Equal(
            ["incident.create True engineer", "incident.state_change True engineer", "incident.severity_change True engineer", "incident.assignee_change True engineer", "incident.comment True engineer"],
            entries.Take(5).Select(Describe));
        // Refusals are not in a transaction with anything, so their order is their own.
        Assert.Equal(["incident.state_change False engineer", "incident.state_change False viewer"], entries.Skip(5).Select(Describe).Order());
        Assert.Equal("""{"before":{"state":"detected","version":1},"after":{"state":"acknowledged","version":2}}""", entries[1].GetProperty("changes").ToString());
        Assert.DoesNotContain(entries, entry => entry.ToString().Contains("the secret words", StringComparison.Ordinal));

        static string Describe(JsonElement entry) => $"{entry.GetProperty("action")} {entry.GetProperty("success")} {entry.GetProperty("user_role")}";
    }

    [Fact]
    public async Task One_more_report_of_a_known_problem_is_no_entry()
    {
        var project = server.NewProject();
        var problem = new { deduplication_key = "k", title = "T", service_name = "s", source = "alertmanager" };
        for (var report = 0; report < 5; report++)
        {
            Assert.Equal(200, (await project.Service.PostAsync("/internal/incidents", problem)).Code);
        }

        await project.Service.PostAsync("/internal/incidents/resolve", new { deduplication_key = "k", source = "alertmanager" });
        await project.Service.PostAsync("/internal/incidents/resolve", new { deduplication_key = "k", source = "alertmanager" });

        Assert.Equal(["incident.create", "incident.state_change"], (await EntriesAsync(project)).Select(entry => entry.GetProperty("action").GetString()));
    }

    private async Task<List<JsonElement>> EntriesAsync(TestProject project) =>
        [.. JsonDocument.Parse((string)(await server.SqlAsync($"select coalesce(json_agg(entry::json order by seq), '[]')::text from audit_outbox where tenant_id = '{project.TenantId}'"))!).RootElement.EnumerateArray()];
}
