namespace SreCopilot.MetricsCollectorService.Tests.Browser;

public sealed class BrowserTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    // As the SDK sends it.
    private const string Body = """
        {"app_name":"shop","url":"https://shop.example/cart",
         "web_vitals":[{"name":"LCP","value":2500.5,"rating":"good","delta":2500.5,"id":"v3-1"},{"name":"CLS","value":0.1}],
         "errors":[{"message":"boom","filename":"a.js","lineno":1,"colno":2,"stack":"…","type":"error"}],
         "page_load":{"dom_content_loaded":800,"load_complete":1500,"first_contentful_paint":620},
         "xhr_events":[{"url":"/api/x","method":"GET","duration_ms":35,"status":200,"success":true},{"url":"/api/y","method":"POST","duration_ms":7,"status":500,"success":false}]}
        """;

    [Fact]
    public async Task What_a_browser_sends_is_found_again()
    {
        var project = server.NewProject();
        var answer = (await project.Key.SendAsync(HttpMethod.Post, "/browser/ingest", Body)).Ok();
        Assert.Equal((true, 6), (answer["ingested"].GetBoolean(), answer.Double("events_count")));
        Assert.Equal(1, (await project.Key.SendAsync(HttpMethod.Post, "/browser/ingest", """{"web_vitals":[{"name":"LCP","value":1500}]}""")).Ok().Double("events_count"));
        Assert.Equal(0, (await project.Key.SendAsync(HttpMethod.Post, "/browser/ingest", "{}")).Ok().Double("events_count"));

        var overview = (await project.Viewer.GetAsync("/browser/overview")).Ok();
        Assert.Equal("1 1 2 3", overview.Body.Show("js_errors_total", "page_loads_total", "ajax_calls_total", "total_events"));
        Assert.Equal("""{"avg":2000.25,"count":2,"p75":2250.375}""", overview["web_vitals"].GetProperty("LCP").GetRawText());
        Assert.Equal("""{"avg":0,"count":0,"p75":0}""", overview["web_vitals"].GetProperty("FID").GetRawText());
        Assert.Equal("LCP,FID,CLS,FCP,TTFB,INP", string.Join(',', overview["web_vitals"].EnumerateObject().Select(vital => vital.Name)));

        var load = Assert.Single((await project.Viewer.GetAsync("/browser/page-loads")).Ok().Body.EnumerateArray());
        Assert.Equal("https://shop.example/cart 800 1500 620 2026-03-01T10:20:30.000000Z", load.Show("url", "dom_content_loaded", "load_complete", "first_contentful_paint", "timestamp"));
        var error = Assert.Single((await project.Viewer.GetAsync("/browser/errors")).Ok().Body.EnumerateArray());
        Assert.Equal("https://shop.example/cart boom a.js 1", error.Show("url", "message", "filename", "lineno"));
        var calls = (await project.Viewer.GetAsync("/browser/ajax")).Ok();
        Assert.Equal("/api/x,/api/y", string.Join(',', calls.Body.EnumerateArray().Select(call => call.GetProperty("url").GetString()).Order()));
        Assert.Equal("https://shop.example/cart", calls[0].GetProperty("page_url").GetString());
    }

    [Fact]
    public async Task Lists_are_narrowed_to_an_application_and_a_time()
    {
        var project = server.NewProject();
        (await project.Key.SendAsync(HttpMethod.Post, "/browser/ingest", Body)).Ok();

        Assert.Equal(1, (await project.Viewer.GetAsync("/browser/errors?app=shop")).Ok().Length);
        Assert.Equal(0, (await project.Viewer.GetAsync("/browser/errors?app=other")).Ok().Length);
        Assert.Equal(0, (await project.Viewer.GetAsync("/browser/errors?time_to=2026-03-01")).Ok().Length);
        Assert.Equal(1, (await project.Viewer.GetAsync("/browser/ajax?limit=1")).Ok().Length);
        Assert.Equal(0, (await project.Viewer.GetAsync("/browser/overview?app=other")).Ok().Double("total_events"));
    }

    [Theory]
    [InlineData("""{"web_vitals":[{"name":"LCP","value":"fast"}]}""", "web_vitals[0].value: must be a number")]
    [InlineData("""{"errors":[1]}""", "errors[0]: must be an object")]
    [InlineData("""{"xhr_events":{}}""", "xhr_events: must be an array")]
    [InlineData("""{"page_load":[]}""", "page_load: must be an object")]
    public async Task What_is_wrong_is_named(string body, string detail)
    {
        var project = server.NewProject();

        var answer = await project.Key.SendAsync(HttpMethod.Post, "/browser/ingest", body);

        Assert.Equal((400, detail), (answer.Code, answer.Detail));
        Assert.Equal(0, (await project.Viewer.GetAsync("/browser/overview")).Ok().Double("total_events"));
    }
}
