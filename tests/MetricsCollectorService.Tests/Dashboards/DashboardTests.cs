namespace SreCopilot.MetricsCollectorService.Tests.Dashboards;

public sealed class DashboardTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    [Fact]
    public async Task Widgets_and_variables_come_back_as_they_were_written()
    {
        var project = server.NewProject();
        const string Widgets = """[{"id":"w1","title":"Errors","type":"line","metric_query":"errors{a=\"b\"}","size":"2/3","z":1.50,"a":[1,{"x":null}],"half":"\ud83d"}]""";
        const string Variables = """{"zone":{"values":["b","a"],"default":1e2},"app":"x"}""";

        var now = server.Time.GetUtcNow();
        var created = (await project.Engineer.SendAsync(HttpMethod.Post, "/dashboards", $$"""{"name":"Main","widgets":{{Widgets}},"variables":{{Variables}}}""")).Ok();
        var id = created.Text("dashboard_id");

        foreach (var dashboard in new[] { created.Body, (await project.Viewer.GetAsync($"/dashboards/{id}")).Ok().Body, (await project.Viewer.GetAsync("/dashboards")).Ok()[0] })
        {
            Assert.Equal(
                (Widgets, Variables, "Main", "", "engineer@acme.example"),
                (dashboard.GetProperty("widgets").GetRawText(), dashboard.GetProperty("variables").GetRawText(), dashboard.GetProperty("name").GetString(),
                    dashboard.GetProperty("description").GetString(), dashboard.GetProperty("created_by").GetString()));
        }

        Assert.Equal($"{now:yyyy-MM-ddTHH:mm:ss}Z", created.Text("created_at"));
    }

    [Fact]
    public async Task Widgets_without_an_id_get_one()
    {
        var widgets = (await server.NewProject().Engineer.SendAsync(HttpMethod.Post, "/dashboards", """{"name":"D","widgets":[{"title":"a"},{"id":"","title":"b"},{},5,{"id":"keep"}]}""")).Ok()["widgets"];

        Assert.Equal(5, widgets.EnumerateArray().Select(widget => widget.GetProperty("id").GetString()!.Length > 3).Count(has => has));
        Assert.Equal("a b keep", $"{widgets[0].GetProperty("title")} {widgets[1].GetProperty("title")} {widgets[4].GetProperty("id")}");
    }

    [Fact]
    public async Task A_change_replaces_what_it_names()
    {
        var project = server.NewProject();
        var id = (await project.Engineer.PostAsync("/dashboards", new { name = "Old", description = "kept", widgets = new[] { new { id = "a" } }, variables = new { x = 1 } })).Ok().Text("dashboard_id");

        var changed = (await project.Engineer.SendAsync(HttpMethod.Put, $"/dashboards/{id}", """{"name":"New","variables":["not","pairs"],"description":null}""")).Ok();

        Assert.Equal(("New", "kept", """[{"id":"a"}]""", """["not","pairs"]"""), (changed.Text("name"), changed.Text("description"), changed["widgets"].GetRawText(), changed["variables"].GetRawText()));
        Assert.Equal("""["not","pairs"]""", (await project.Viewer.GetAsync("/dashboards")).Ok()[0].GetProperty("variables").GetRawText());
    }

    [Fact]
    public async Task The_last_changed_comes_first_and_a_deleted_one_is_gone()
    {
        var project = server.NewProject();
        var ids = new List<string>();
        foreach (var name in new[] { "a", "b", "c" })
        {
            ids.Add((await project.Engineer.PostAsync("/dashboards", new { name })).Ok().Text("dashboard_id")!);
            server.Time.Advance(TimeSpan.FromSeconds(1));
        }

        (await project.Engineer.PutAsync($"/dashboards/{ids[0]}", new { description = "changed" })).Ok();
        Assert.Equal("a,c,b", (await project.Viewer.GetAsync("/dashboards")).Ok().Joined("name"));
        Assert.Equal("c", (await project.Viewer.GetAsync("/dashboards?limit=1&offset=1")).Ok().Joined("name"));

        var deleted = (await project.Engineer.DeleteAsync($"/dashboards/{ids[2]}")).Ok();
        Assert.Equal(("deleted", ids[2]), (deleted.Text("status"), deleted.Text("dashboard_id")));
        Assert.Equal("a,b", (await project.Viewer.GetAsync("/dashboards")).Ok().Joined("name"));
        Assert.Equal(404, (await project.Engineer.DeleteAsync($"/dashboards/{ids[2]}")).Code);
        Assert.Equal(404, (await project.Viewer.GetAsync($"/dashboards/{ids[2]}")).Code);
        Assert.Equal(404, (await project.Engineer.PutAsync($"/dashboards/{ids[2]}", new { name = "x" })).Code);
    }

    [Theory]
    [InlineData("{}", "MISSING_REQUIRED_FIELD")]
    [InlineData("""{"name":"x","widgets":{}}""", "VALIDATION_ERROR")]
    public async Task A_bad_body_is_refused(string body, string code)
    {
        var answer = await server.NewProject().Engineer.SendAsync(HttpMethod.Post, "/dashboards", body);

        Assert.Equal((400, code), (answer.Code, answer.Text("error_code")));
    }
}
