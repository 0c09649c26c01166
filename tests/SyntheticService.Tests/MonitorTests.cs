using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.SyntheticService.Tests;

/// <summary>Creating, changing and deleting monitors.</summary>
public sealed class MonitorTests(SyntheticServer server) : IClassFixture<SyntheticServer>
{
    private static readonly string[] StatusIs200 = ["status_code == 200"];
    private static readonly string[] ContractFields = ["name", "type", "url", "frequency_seconds", "assertions", "headers", "method", "body", "enabled", "latest_result"];

    [Fact]
    public async Task A_monitor_is_answered_as_the_contract_says()
    {
        var project = server.NewProject();

        var answer = await project.Engineer.PostAsync("/monitors", new
        {
            project_id = Guid.NewGuid(), name = "Home", type = "api_test", url = "https://shop.example/", frequency_seconds = 60, assertions = StatusIs200,
            headers = new { A = "b" }, method = "POST", body = "{}", enabled = false,
        });

        Assert.Equal(200, answer.Code);
        Assert.Equal(
            """["Home","api_test","https://shop.example/",60,["status_code == 200"],{"A":"b"},"POST","{}",false,null]""",
            JsonSerializer.Serialize(ContractFields.Select(field => answer[field])));
        Assert.Equal("unknown", answer.Text("status"));
        Assert.Equal(answer.Body.ToString(), (await project.Viewer.GetAsync($"/monitors/{answer.Id("monitor_id")}")).Body.ToString());
        var list = await project.Viewer.GetAsync("/monitors");
        Assert.Equal((1, answer.Body.ToString()), (list.Total, list.Body[0].ToString()));
    }

    [Fact]
    public async Task Defaults_are_those_of_the_contract()
    {
        var answer = await server.NewProject().Engineer.PostAsync("/monitors", new { name = "Home", type = "ping", url = "shop.example", frequency_seconds = 86400, enabled = true });

        Assert.Equal(("GET", true, "[]", "{}"), (answer.Text("method"), answer["enabled"].GetBoolean(), answer["assertions"].GetRawText(), answer["headers"].GetRawText()));
        Assert.Equal(JsonValueKind.Null, answer["body"].ValueKind);
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("type", "browser")]
    [InlineData("url", "")]
    [InlineData("url", "not a url")]
    [InlineData("frequency_seconds", 29)]
    [InlineData("frequency_seconds", 86401)]
    [InlineData("method", "get")]
    [InlineData("timeout_seconds", 61)]
    [InlineData("retries", -1)]
    [InlineData("alert_after", 0)]
    [InlineData("sla_target", 100.1)]
    public async Task A_field_that_means_nothing_is_named(string field, object value)
    {
        var body = new Dictionary<string, object> { ["name"] = "n", ["type"] = "api_test", ["url"] = "https://shop.example/", ["frequency_seconds"] = 60, [field] = value };

        var answer = await server.NewProject().Engineer.PostAsync("/monitors", body);

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Code, answer.Text("error_code")));
        Assert.StartsWith(field + ":", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("type")]
    [InlineData("url")]
    [InlineData("frequency_seconds")]
    public async Task A_required_field_is_required(string field)
    {
        var body = new Dictionary<string, object> { ["name"] = "n", ["type"] = "api_test", ["url"] = "https://shop.example/", ["frequency_seconds"] = 60 };
        body.Remove(field);

        Assert.Equal($"{field}: is required", (await server.NewProject().Engineer.PostAsync("/monitors", body)).Detail);
    }

    [Theory]
    [InlineData("status_code = 200")]
    [InlineData("status_code ==")]
    [InlineData("status_code == ok")]
    [InlineData("weather == fine")]
    [InlineData("body matches (")]
    [InlineData("$.a[ == 1")]
    [InlineData("$.a > b")]
    [InlineData("")]
    public async Task An_assertion_that_cannot_be_read_is_refused(string assertion)
    {
        var answer = await server.NewProject().Engineer.PostAsync("/monitors", TestMonitors.Body("https://shop.example/", assertions: assertion));

        Assert.Equal(400, answer.Code);
        Assert.StartsWith("assertions[0]:", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b", "x")]
    [InlineData("Host", "x")]
    [InlineData("Content-Length", "1")]
    [InlineData("X-A", "a\r\nX-B: c")]
    [InlineData("X-A", "ü")]
    public async Task A_header_that_would_break_the_request_is_refused(string name, string value)
    {
        var body = new { name = "n", type = "api_test", url = "https://shop.example/", frequency_seconds = 60, headers = new Dictionary<string, string> { [name] = value } };

        Assert.StartsWith("headers:", (await server.NewProject().Engineer.PostAsync("/monitors", body)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_keeps_what_it_does_not_name()
    {
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "Home", type = "api_test", url = "https://shop.example/", frequency_seconds = 60, body = "x", method = "POST", assertions = StatusIs200 });

        var changed = await project.Engineer.PutAsync($"/monitors/{id}", new { name = "Start", url = (string?)null, muted = true });
        Assert.Equal(("Start", "https://shop.example/", "x", true), (changed.Text("name"), changed.Text("url"), changed.Text("body"), changed["muted"].GetBoolean()));
        Assert.Equal(JsonValueKind.Null, (await project.Engineer.PutAsync($"/monitors/{id}", new { body = "" }))["body"].ValueKind);
        Assert.Equal(400, (await project.Engineer.PutAsync($"/monitors/{id}", new { frequency_seconds = 1 })).Code);
        Assert.Equal("""["status_code == 200"]""", (await project.Viewer.GetAsync($"/monitors/{id}"))["assertions"].GetRawText());
    }

    [Fact]
    public async Task A_deleted_monitor_is_gone()
    {
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(TestMonitors.Body("https://shop.example/"));

        Assert.Equal(204, (await project.Engineer.DeleteAsync($"/monitors/{id}")).Code);

        Assert.Equal(404, (await project.Engineer.DeleteAsync($"/monitors/{id}")).Code);
        Assert.Equal(404, (await project.Viewer.GetAsync($"/monitors/{id}")).Code);
        Assert.Equal(404, (await project.Viewer.GetAsync($"/monitors/{id}/results")).Code);
        Assert.Equal(404, (await project.Viewer.GetAsync($"/monitors/{id}/sla")).Code);
        Assert.Equal(404, (await project.Engineer.PostAsync($"/monitors/{id}/run", new { })).Code);
        Assert.Equal(404, (await project.Engineer.PutAsync($"/monitors/{id}", new { })).Code);
    }

    [Fact]
    public async Task Secrets_in_headers_are_stored_encrypted_shown_masked_and_sent()
    {
        await using var target = await TestBackend.StartAsync();
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new
        {
            name = "n", type = "api_test", url = target.Address, frequency_seconds = 60, enabled = false, headers = new Dictionary<string, string> { ["Authorization"] = "Bearer sesame", ["X-Plain"] = "open" },
        });

        Assert.Equal("""{"Authorization":"***","X-Plain":"open"}""", (await project.Engineer.GetAsync($"/monitors/{id}"))["headers"].GetRawText());
        Assert.Equal(0L, await server.SqlAsync("select count(*) from monitors m where m::text like '%sesame%'"));

        // The mask comes back from the form.
        var kept = await project.Engineer.PutAsync($"/monitors/{id}", new { headers = new Dictionary<string, string> { ["authorization"] = "***", ["X-Plain"] = "new" } });
        Assert.Equal("""{"authorization":"***","X-Plain":"new"}""", kept["headers"].GetRawText());
        await project.Engineer.PostAsync($"/monitors/{id}/run", new { });
        Assert.Equal(("Bearer sesame", "new"), (target.OnlyRequest().Headers["Authorization"], target.OnlyRequest().Headers["X-Plain"]));
    }

    [Fact]
    public async Task Stored_secrets_do_not_follow_to_another_address()
    {
        await using var target = await TestBackend.StartAsync(context => context.Response.WriteAsync(""));
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new
        {
            name = "n", type = "api_test", url = "https://shop.example/a", frequency_seconds = 60, enabled = false, headers = new Dictionary<string, string> { ["Authorization"] = "Bearer sesame" },
        });
        var masked = new Dictionary<string, string> { ["Authorization"] = "***" };

        Assert.Equal(400, (await project.Engineer.PutAsync($"/monitors/{id}", new { url = target.Address })).Code);
        Assert.Equal(400, (await project.Engineer.PutAsync($"/monitors/{id}", new { url = target.Address, headers = masked })).Code);
        Assert.Equal(400, (await project.Engineer.PutAsync($"/monitors/{id}", new { url = "http://shop.example/a" })).Code);
        Assert.Equal(200, (await project.Engineer.PutAsync($"/monitors/{id}", new { url = "https://shop.example/b" })).Code);
        Assert.Equal(200, (await project.Engineer.PutAsync($"/monitors/{id}", new { url = target.Address, headers = new { X = "y" } })).Code);
        Assert.Equal(400, (await project.Engineer.PutAsync($"/monitors/{id}", new { headers = masked })).Code);
    }

    [Fact]
    public async Task A_project_has_only_so_many()
    {
        var project = server.NewProject();
        await project.AddMonitorAsync(TestMonitors.Body("https://shop.example/"));
        await server.SqlAsync($"insert into monitors select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'enabled', false))).* from monitors m, generate_series(1, 499) where project_id = '{project.Id}'");

        Assert.Equal(409, (await project.Engineer.PostAsync("/monitors", TestMonitors.Body("https://shop.example/"))).Code);
        var page = await project.Viewer.GetAsync("/monitors?limit=200&page=3");
        Assert.Equal((500, 100), (page.Total, page.Body.GetArrayLength()));
    }
}
