using Npgsql;

namespace SreCopilot.IncidentService.Tests;

public sealed class ListTests(IncidentServer server) : IClassFixture<IncidentServer>
{
    [Fact]
    public async Task Pages_are_the_newest_first_and_know_the_total()
    {
        var project = server.NewProject();
        for (var n = 1; n <= 5; n++)
        {
            await project.AddIncidentAsync($"I{n}");
            server.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await project.Viewer.GetAsync("/incidents?page=1&limit=2");
        var last = await project.Viewer.GetAsync("/incidents?page=3&limit=2");
        var beyond = await project.Viewer.GetAsync("/incidents?page=4&limit=2");

        Assert.Equal("I5,I4 5 1 2 3", Show(first));
        Assert.Equal("I1 5 3 2 3", Show(last));
        Assert.Equal(" 5 4 2 3", Show(beyond));
        Assert.Equal(" 0 1 20 0", Show(await server.NewProject().Viewer.GetAsync("/incidents")));
    }

    [Theory]
    [InlineData("", "A,B,C,D")]
    [InlineData("severity=high", "B")]
    [InlineData("severity=high,low", "B,C")]
    [InlineData("state=resolved", "B,C")]
    [InlineData("state=open&severity=", "A,D")]
    [InlineData("state=open,resolved&severity=critical", "A")]
    [InlineData("service_name=checkout", "A,B")]
    [InlineData("service_name=Checkout", "")]
    [InlineData("search=LATENCY", "A")]
    [InlineData("search=heck", "A,B")]
    [InlineData("search=100%25", "C")]
    [InlineData("search=%25", "C")]
    [InlineData("search=%5F", "D")]
    [InlineData("search=a", "A,B,D")]
    [InlineData("search=%C3%9Cberlauf", "D")]
    [InlineData("search=nowhere", "")]
    [InlineData("search=check%20lat", "")]
    [InlineData("search=full&state=resolved", "C")]
    public async Task Filters_and_search_find_what_they_say(string query, string found)
    {
        var project = server.NewProject();
        await project.AddIncidentAsync("A Latency", "critical", "checkout");
        var b = await project.AddIncidentAsync("B errors", "high", "checkout", "many");
        var c = await project.AddIncidentAsync("C", "low", "disk", "is 100% full");
        await project.AddIncidentAsync("D", "medium", "queue_a", "ein überlauf, nearly full");
        foreach (var incident in new[] { b, c })
        {
            await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "resolved" });
        }

        var answer = await project.Viewer.GetAsync($"/incidents?{query}");

        Assert.Equal(found, string.Join(',', answer["items"].EnumerateArray().Select(item => item.GetProperty("title").GetString()![..1]).Order()));
        Assert.Equal(found.Length == 0 ? 0 : found.Split(',').Length, answer.Number("total"));
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("limit=101")]
    [InlineData("limit=-1")]
    [InlineData("state=sleeping")]
    [InlineData("severity=huge")]
    [InlineData("assignee_id=me")]
    public async Task A_filter_that_makes_no_sense_is_named(string query)
    {
        var answer = await server.NewProject().Viewer.GetAsync($"/incidents?{query}");

        Assert.Equal(422, answer.Code);
        Assert.StartsWith(query.Split('=')[0], answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_an_assignee()
    {
        var project = server.NewProject();
        var mine = await project.AddIncidentAsync("mine");
        await project.AddIncidentAsync("nobody's");
        var me = project.Members[0].Id;
        await project.Engineer.PatchAsync($"/incidents/{mine}/assignee", new { assignee_id = me });

        Assert.Equal("mine", Assert.Single((await project.Viewer.GetAsync($"/incidents?assignee_id={me}"))["items"].EnumerateArray()).GetProperty("title").GetString());
    }

    [Fact]
    public async Task Search_uses_an_index_as_the_role_that_row_security_binds()
    {
        var project = server.NewProject();
        await project.AddIncidentAsync("The needle in it");
        await server.SqlAsync($"""
            with i as (
              insert into incidents (id, tenant_id, project_id, title, description, service_name, severity, state, source, detected_at, created_at, updated_at, search_text)
              select gen_random_uuid(), '{project.TenantId}', '{project.Id}', 'filler ' || n, '', 's', 'low', 'detected', 'manual', now(), now(), now(), 'filler ' || n
              from generate_series(1, 20000) as n returning id)
            insert into incident_search select id, array(select hashtext(i.id::text || n) from generate_series(1, 100) as n) from i
            """);
        await server.SqlAsync("analyze");

        Assert.Equal("The needle in it", Assert.Single((await project.Viewer.GetAsync("/incidents?search=NEEDLE"))["items"].EnumerateArray()).GetProperty("title").GetString());

        // What the service asks, as the ordinary owner of the tables, in the scope of the project.
        await using var source = NpgsqlDataSource.Create(server.ConnectionString + ";Search Path=incident;Pooling=false");
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
#pragma warning disable CA2100 // Only ids of this test.
        await using var command = new NpgsqlCommand($"""
            select set_config('app.project_id', '{project.Id}', true);
            explain with candidates as materialized (select s.incident_id from incident_search s where s.grams @> array[1, 2, 3])
            select * from incidents i where i.project_id = '{project.Id}' and i.id in (select incident_id from candidates) and position('abc' in i.search_text) > 0
            order by i.detected_at desc, i.id desc limit 20
            """, connection, transaction);
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await rows.NextResultAsync(TestContext.Current.CancellationToken);
        var plan = new List<string>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            plan.Add(rows.GetString(0));
        }

        Assert.Contains(plan, line => line.Contains("Bitmap Index Scan on incident_search_grams", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan", StringComparison.Ordinal));
    }

    private static string Show(Answer answer) =>
        $"{string.Join(',', answer["items"].EnumerateArray().Select(item => item.GetProperty("title").GetString()))} {answer["total"]} {answer["page"]} {answer["limit"]} {answer["pages"]}";
}
