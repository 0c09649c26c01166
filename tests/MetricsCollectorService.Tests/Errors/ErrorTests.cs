using System.Text.Json;

namespace SreCopilot.MetricsCollectorService.Tests.Errors;

public sealed class ErrorTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    [Fact]
    public async Task Errors_that_differ_in_numbers_and_ids_are_one_group()
    {
        var project = server.NewProject();
        var first = await project.SendErrorAsync("bad id 7 for 3f2504e0-4f89-11d3-9a0c-0305e82c3301", timestamp: "2026-03-01T09:00:00Z");
        var second = await project.SendErrorAsync("bad id 123 for 3F2504E0-4F89-11D3-9A0C-0305E82C3302", timestamp: "2026-03-01T10:00:00Z");
        var other = await project.SendErrorAsync("bad id 7", service: "api");

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        Assert.Matches("^[0-9a-f]{32}$", first);
        var group = (await project.Viewer.GetAsync("/errors/groups?service=web")).Ok()[0];
        Assert.Equal(
            (first, "web", "ValueError", "bad id 7 for 3f2504e0-4f89-11d3-9a0c-0305e82c3301", 2, "2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z", "unresolved", ""),
            (Text("fingerprint"), Text("service_name"), Text("error_class"), Text("message"), group.GetProperty("occurrence_count").GetInt32(), Text("first_seen"), Text("last_seen"), Text("status"), Text("assignee")));
        Assert.Equal(2, group.GetProperty("count").GetInt32());

        string? Text(string field) => group.GetProperty(field).GetString();
    }

    [Fact]
    public async Task A_group_is_found_by_its_hash_and_by_the_description_that_was_its_name_before()
    {
        var project = server.NewProject();
        var fingerprint = await project.SendErrorAsync("bad id 7?");

        var byHash = (await project.Viewer.GetAsync($"/errors/groups/{fingerprint}")).Ok();
        var byText = (await project.Viewer.GetAsync($"/errors/groups/{Uri.EscapeDataString("web|ValueError|bad id <num>?")}")).Ok();

        Assert.Equal(byHash.Body.ToString(), byText.Body.ToString());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (byHash["assignee"].ValueKind, byHash["notes"].ValueKind));
        var occurrence = Assert.Single(byHash["occurrences"].EnumerateArray());
        Assert.Equal(("at line 1", 7), (occurrence.GetProperty("stack_trace").GetString(), occurrence.GetProperty("attributes").GetProperty("user").GetInt32()));
        Assert.Equal(404, (await project.Viewer.GetAsync("/errors/groups/unknown")).Code);
    }

    [Fact]
    public async Task What_the_earlier_system_could_not_name_can_be_named()
    {
        var project = server.NewProject();
        var fingerprint = await project.SendErrorAsync(string.Concat(Enumerable.Repeat("a/b ", 500)), type: new string('E', 400));

        Assert.Equal(200, (await project.Viewer.GetAsync($"/errors/groups/{fingerprint}")).Code);
        Assert.Equal(200, (await project.Engineer.PatchAsync($"/errors/groups/{fingerprint}/triage", new { status = "ignored" })).Code);
    }

    [Fact]
    public async Task Triage_is_kept()
    {
        var project = server.NewProject();
        var fingerprint = await project.SendErrorAsync("boom");

        var answer = (await project.Engineer.PatchAsync($"/errors/groups/{fingerprint}/triage", new { status = "investigating", assignee = "kim", notes = "since\nthe deployment" })).Ok();
        Assert.Equal((fingerprint, "updated"), (answer.Text("fingerprint"), answer.Text("status")));
        Assert.Equal("investigating kim since\nthe deployment", await ShowAsync());

        (await project.Engineer.PatchAsync($"/errors/groups/{fingerprint}/triage", new { status = (string?)null, assignee = (string?)null })).Ok();
        Assert.Equal("investigating kim since\nthe deployment", await ShowAsync());
        (await project.Engineer.PatchAsync($"/errors/groups/{fingerprint}/triage", new { assignee = "", notes = "" })).Ok();
        Assert.Equal("investigating  ", await ShowAsync());
        Assert.Equal("", (await project.Viewer.GetAsync("/errors/groups")).Ok()[0].GetProperty("assignee").GetString());

        async Task<string> ShowAsync()
        {
            var group = (await project.Viewer.GetAsync($"/errors/groups/{fingerprint}")).Ok();
            return $"{group.Text("status")} {group.Text("assignee")} {group.Text("notes")}";
        }
    }

    [Fact]
    public async Task A_wrong_status_is_named_but_an_unknown_group_comes_first()
    {
        var project = server.NewProject();
        var fingerprint = await project.SendErrorAsync("boom");

        Assert.Equal(404, (await project.Engineer.PatchAsync("/errors/groups/none/triage", new { status = "odd" })).Code);
        var answer = await project.Engineer.PatchAsync($"/errors/groups/{fingerprint}/triage", new { status = "odd" });
        Assert.Equal((400, true), (answer.Code, answer.Detail.StartsWith("status: must be one of", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_resolved_group_that_comes_back_is_unresolved_again()
    {
        var project = server.NewProject();
        var fingerprint = await project.SendErrorAsync("boom");
        (await project.Engineer.PatchAsync($"/errors/groups/{fingerprint}/triage", new { status = "resolved" })).Ok();
        // One from before the resolution that only arrives now.
        await project.SendErrorAsync("boom", timestamp: "2026-03-01T08:00:00Z");
        Assert.Equal("resolved False 0", await ShowAsync());

        server.Time.Advance(TimeSpan.FromMinutes(1));
        await project.SendErrorAsync("boom");
        Assert.Equal("unresolved True 1", await ShowAsync());

        (await project.Engineer.PatchAsync($"/errors/groups/{fingerprint}/triage", new { status = "resolved" })).Ok();
        Assert.Equal("resolved False 1", await ShowAsync());
        (await project.Engineer.PatchAsync($"/errors/groups/{fingerprint}/triage", new { status = "ignored" })).Ok();
        server.Time.Advance(TimeSpan.FromMinutes(1));
        await project.SendErrorAsync("boom");
        Assert.Equal("ignored False 1", await ShowAsync());

        async Task<string> ShowAsync()
        {
            var group = (await project.Viewer.GetAsync($"/errors/groups/{fingerprint}")).Ok();
            return $"{group.Text("status")} {group["regressed"]} {group["regressions"]}";
        }
    }

    [Fact]
    public async Task Groups_are_filtered_sorted_and_paged()
    {
        var project = server.NewProject();
        await SendAsync("A", "web", 1, 3);
        await SendAsync("B", "web", 2, 1);
        await SendAsync("C", "api", 3, 2);

        Assert.Equal("A,C,B", await ListAsync(""));
        Assert.Equal("C,B,A", await ListAsync("sort=last_seen"));
        Assert.Equal("A,B", await ListAsync("service=web"));
        Assert.Equal("C", await ListAsync("limit=1&offset=1"));
        Assert.Equal("B", await ListAsync("search=FAILED+b"));
        Assert.Equal("B", await ListAsync("time_from=2026-02-22&time_to=2026-02-23"));
        Assert.Equal("", await ListAsync("status=resolved"));
        Assert.Equal(400, (await project.Viewer.GetAsync("/errors/groups?status=odd")).Code);

        async Task<string> ListAsync(string query) => (await project.Viewer.GetAsync($"/errors/groups?{query}")).Ok().Joined("error_class");

        async Task SendAsync(string type, string service, int day, int count)
        {
            for (var n = 0; n < count; n++)
            {
                await project.SendErrorAsync($"failed {type}", service, type, $"2026-02-2{day}T10:0{n}:00Z");
            }
        }
    }

    [Fact]
    public async Task Occurrences_are_paged()
    {
        var project = server.NewProject();
        string fingerprint = "";
        for (var n = 0; n < 5; n++)
        {
            fingerprint = await project.SendErrorAsync($"boom {n}", timestamp: $"2026-02-2{n}T00:00:00Z");
        }

        Assert.Equal("boom 3,boom 2", (await project.Viewer.GetAsync($"/errors/groups/{fingerprint}/occurrences?limit=2&offset=1")).Ok().Joined("message"));
        Assert.Equal("boom 2", (await project.Viewer.GetAsync($"/errors/groups/{fingerprint}/occurrences?time_from=2026-02-22&time_to=2026-02-23")).Ok().Joined("message"));
    }

    [Fact]
    public async Task What_is_older_than_what_is_kept_is_not_stored_and_said_so()
    {
        var project = server.NewProject();

        var answer = (await project.Key.PostAsync("/errors/ingest", new { service_name = "web", error_class = "E", timestamp = "2020-01-01" })).Ok();

        Assert.False(answer["ingested"].GetBoolean());
        Assert.Equal(0, (await project.Viewer.GetAsync("/errors/groups")).Length);
    }
}
