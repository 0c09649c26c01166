namespace SreCopilot.LogService.Tests;

public sealed class PagingTests(LogServer server) : IClassFixture<LogServer>
{
    [Theory]
    [InlineData("")]
    [InlineData("line")]
    public async Task Pages_by_cursor_hold_every_line_once_while_new_ones_come(string query)
    {
        var project = server.NewProject();
        // Many at the same time, so that time alone does not order them.
        await project.IngestAsync([.. Enumerable.Range(0, 25).Select(n => new { service_name = "s", message = $"line {n}", timestamp = $"2026-03-01T10:00:0{n / 10}Z" })]);

        List<string?> found = [];
        var cursor = "";
        do
        {
            var page = await project.Viewer.GetAsync($"/logs/search?limit=10&query={query}&cursor={cursor}");
            found.AddRange(page.Messages);
            cursor = page.Text("next_cursor");
            await project.IngestAsync(new { service_name = "s", message = "line of later" });
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(n => $"line {n}"), found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("line")]
    public async Task Pages_by_offset_know_the_total(string query)
    {
        var project = server.NewProject();
        await project.IngestAsync([.. Enumerable.Range(0, 7).Select(n => new { service_name = "s", message = $"line {n}", timestamp = $"2026-03-01T0{n}:00:00Z" })]);

        var page = await project.Viewer.GetAsync($"/logs/search?query={query}&limit=3&offset=2");
        var beyond = await project.Viewer.GetAsync($"/logs/search?query={query}&limit=3&offset=50");

        Assert.Equal(["line 4", "line 3", "line 2"], page.Messages);
        Assert.Equal((7, 3, 2), (page.Number("total"), page.Number("limit"), page.Number("offset")));
        Assert.Empty(beyond.Messages);
    }

    [Theory]
    [InlineData("time_from=2026-03-01T09:00:10Z", "CDEF")]
    [InlineData("time_from=2026-03-01T09:00:10.5Z&time_to=2026-03-01T09:59:59.999Z", "DE")]
    [InlineData("time_to=2026-03-01T09:00:10Z", "ABC")]
    [InlineData("time_from=2026-03-01T09:00:10Z&time_to=2026-03-01T09:00:10Z", "C")]
    [InlineData("time_from=2026-03-01T09:00:00Z&time_to=2026-03-01T10:00:00Z", "BCDEF")]
    [InlineData("time_from=2026-03-01", "BCDEF")]
    [InlineData("time_from=2026-02-28T23:00:00+00:00", "ABCDEF")]
    [InlineData("time_from=1772355610", "CDEF")]
    public async Task Bounds_are_included_and_totals_exact(string range, string found)
    {
        var project = server.NewProject();
        string[] times = ["2026-02-28T23:59:59Z", "2026-03-01T09:00:00Z", "2026-03-01T09:00:10Z", "2026-03-01T09:00:11Z", "2026-03-01T09:59:59Z", "2026-03-01T10:00:00Z"];
        await project.IngestAsync([.. times.Select((time, n) => new { service_name = "s", message = $"{(char)('A' + n)} line", timestamp = time })]);

        foreach (var query in new[] { "", "&query=line", "&service=s" })
        {
            var page = await project.Viewer.GetAsync($"/logs/search?{range}{query}");
            Assert.Equal(found, string.Concat(page.Messages.Select(message => message![0]).Order()));
            Assert.Equal(found.Length, page.Number("total"));
        }
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=x")]
    [InlineData("offset=-1")]
    [InlineData("cursor=nonsense")]
    [InlineData("time_from=yesterday")]
    [InlineData("time_to=2026-13-45T00:00:00Z")]
    [InlineData("time_from=2026-03-02T00:00:00Z&time_to=2026-03-01T00:00:00Z")]
    [InlineData("pattern=x")]
    public async Task A_parameter_that_makes_no_sense_is_named(string query)
    {
        var answer = await server.NewProject().Viewer.GetAsync($"/logs/search?{query}");

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Code, answer.Text("error_code")));
        Assert.StartsWith($"query -> {query.Split('=')[0]}:", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Around_a_line_are_the_lines_of_its_service()
    {
        var project = server.NewProject();
        await project.IngestAsync([.. Enumerable.Range(0, 10).Select(n => new { service_name = n % 2 == 0 ? "even" : "odd", message = $"line {n}", timestamp = "2026-03-01T10:00:00Z" })]);
        var id = (await project.SearchAsync("\"line 4\""))["items"][0].GetProperty("id").GetString();

        var own = await project.Viewer.GetAsync($"/logs/context?id={id}&before=1&after=2");
        var all = await project.Viewer.GetAsync($"/logs/context?id={id}&before=2&after=1&all=true");

        Assert.Equal("line 2|line 4|line 6,line 8", Show(own));
        Assert.Equal("line 2,line 3|line 4|line 5", Show(all));
        Assert.Equal(404, (await server.NewProject().Viewer.GetAsync($"/logs/context?id={id}")).Code);
        Assert.Equal(400, (await project.Viewer.GetAsync("/logs/context?id=x")).Code);
        Assert.Equal(400, (await project.Viewer.GetAsync("/logs/context")).Code);
    }

    private static string Show(Answer context) =>
        $"{string.Join(',', context.Each("before", "message"))}|{context["line"].GetProperty("message").GetString()}|{string.Join(',', context.Each("after", "message"))}";
}
