using System.Text.Json;
using SreCopilot.LogService.Search.Language;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Tests;

/// <summary>The search language on some fixed lines: PostgreSQL and the filter of live tails must find the same.</summary>
public sealed class QueryTests(QueryTests.FilledServer server) : IClassFixture<QueryTests.FilledServer>
{
    // The letter at the beginning names the line.
    private static readonly object[] Lines =
    [
        new { service_name = "api", level = "ERROR", message = "A connection reset by peer", attributes = (object)new { status = 502, http = new { method = "GET" } }, trace_id = "t1" },
        new { service_name = "api", level = "WARN", message = "B slow query took 100% of_limit", attributes = (object)new { status = 200, user = "alice" } },
        new { service_name = "web", level = "INFO", message = "C user:42 logged in", attributes = (object)new { user = "Bob B.", ratio = 0.5 } },
        new { service_name = "web", level = "FATAL", message = "D Out of memory (heap)", attributes = (object)new { status = "none", tags = new[] { "x" } }, span_id = "s1" },
        new { service_name = "api-gateway", level = "DEBUG", message = "E noise about Größe at 10:20:30 http://x/y", attributes = (object)new { a = true } },
        new { service_name = "job", level = "INFO", message = "F temperature -5 \"quoted\" back\\slash *star*", attributes = (object)new { temperature = -5, status = 1e10 } },
    ];

    public static TheoryData<string, string> Queries => new()
    {
        // Text
        { "", "ABCDEF" }, { "connection", "A" }, { "CONNECTION Reset", "A" }, { "\"connection reset\"", "A" }, { "\"reset connection\"", "" }, { "reset connection", "A" },
        { "100%", "B" }, { "of_limit", "B" }, { "ofxlimit", "" }, { "größe", "E" }, { "GRÖSSE", "" }, { "GRÖẞE", "E" }, { "GröSSe", "" }, { "GRÖ", "E" },
        { "conn*peer", "A" }, { "c?nnection", "A" }, { "c?nection", "" }, { "10:20:30", "E" }, { "http://x/y", "E" }, { "(heap)", "D" }, { "\"(heap)\"", "D" },
        { "\"\\\"quoted\\\"\"", "F" }, { "\\*star\\*", "F" }, { "back\\slash", "F" }, { "\"*star*\"", "F" }, { "message:noise", "E" },
        // Fields
        { "level:error", "A" }, { "level:warning", "B" }, { "level:ERR", "A" }, { "level:>=warn", "ABD" }, { "level:<info", "E" }, { "severity:(error OR fatal)", "AD" },
        { "service:api", "AB" }, { "service:API", "" }, { "service:api*", "ABE" }, { "service:\"api\"", "AB" }, { "service_name:web", "CD" },
        { "trace:t1", "A" }, { "trace_id:t2", "" }, { "span:s1", "D" },
        // Attributes
        { "status:502", "A" }, { "status:>=500", "AF" }, { "status:>200", "AF" }, { "status:<=200", "B" }, { "status:=200", "B" }, { "status:>=500 -temperature:<0", "A" },
        { "user:alice", "B" }, { "user:AL*", "B" }, { "user:\"bob b.\"", "C" }, { "user:42", "C" }, { "@user:42", "" }, { "attributes.user:alice", "B" }, { "user:*", "BC" },
        { "http.method:get", "A" }, { "http.method:POST", "" }, { "ratio:<1", "C" }, { "temperature:-5", "F" }, { "temperature:<-4", "F" }, { "a:true", "E" }, { "status:none", "D" },
        { "missing:x", "" },
        // Together
        { "level:error service:api", "A" }, { "-noise", "ABCDF" }, { "-service:api", "CDEF" }, { "-status:502", "BCDEF" }, { "NOT level:info", "ABDE" },
        { "connection OR memory", "AD" }, { "connection OR memory level:fatal", "AD" }, { "(connection OR memory) level:fatal", "D" }, { "connection AND reset", "A" },
        { "service:api -(slow OR reset)", "" }, { "service:api NOT (slow query)", "A" }, { "level:(info OR debug) -noise", "CF" }, { "user:(alice OR bob*)", "BC" },
        { "or", "D" }, { "- noise", "" }, { "connection -", "" },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Lines_are_found(string query, string found)
    {
        var page = await server.Project.SearchAsync(query);

        Assert.Equal(200, page.Code);
        Assert.Equal(found, Letters(page.Messages));
        Assert.Equal((found.Length, true), (page.Number("total"), page["total_is_exact"].GetBoolean()));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Live_tails_find_the_same(string query, string found)
    {
        var lines = (await server.Project.Viewer.GetAsync("/logs/search"))["items"].EnumerateArray().Select(Read);

        Assert.Equal(found, Letters(lines.Where(line => QueryParser.Parse(query).Query!.Matches(line)).Select(line => line.Message)));
    }

    [Theory]
    [InlineData("\"open", "at character 1: this quoted phrase is not closed")]
    [InlineData("a \"b", "at character 3: this quoted phrase is not closed")]
    [InlineData("(a b", "at character 1: this ( is not closed")]
    [InlineData("a b)", "at character 4: there is nothing open that this ) closes")]
    [InlineData("a OR", "at character 5: something is missing here")]
    [InlineData("OR a", "at character 1: something is missing before this OR")]
    [InlineData("a ()", "at character 4: something is missing before this )")]
    [InlineData("level:terrible", "at character 7: level: needs one of debug, info, warn, error, fatal")]
    [InlineData("x level: error", "at character 3: level: needs a value directly behind the colon")]
    [InlineData("status:>=many", "at character 8: status: can only be compared with a number")]
    [InlineData("pattern:x", "at character 9: pattern: needs the id of a pattern")]
    public async Task A_mistake_is_shown_where_it_is(string query, string detail)
    {
        var answer = await server.Project.SearchAsync(query);

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Code, answer.Text("error_code")));
        Assert.StartsWith($"query -> query: {detail}", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queries_are_bounded()
    {
        Assert.Contains("at most 20 parentheses", (await server.Project.SearchAsync(new string('(', 300) + "a" + new string(')', 300))).Detail, StringComparison.Ordinal);
        Assert.Contains("at most 20 parentheses", (await server.Project.SearchAsync(string.Concat(Enumerable.Repeat("NOT ", 300)) + "a")).Detail, StringComparison.Ordinal);
        Assert.Contains("at most 50 terms", (await server.Project.SearchAsync(string.Concat(Enumerable.Repeat("a ", 300)))).Detail, StringComparison.Ordinal);
        Assert.Equal(400, (await server.Project.SearchAsync(new string('a', 2001))).Code);
        Assert.Equal(200, (await server.Project.SearchAsync(new string('*', 1000) + "z")).Code);
    }

    [Fact]
    public async Task Parameters_beside_the_query_narrow_it()
    {
        Assert.Equal("A", Letters((await server.Project.Viewer.GetAsync("/logs/search?query=-slow&service=api")).Messages));
        Assert.Equal("B", Letters((await server.Project.Viewer.GetAsync("/logs/search?service=api&level=warning")).Messages));
        Assert.Equal("A", Letters((await server.Project.Viewer.GetAsync("/logs/search?trace_id=t1&query=reset")).Messages));
        Assert.Equal("", Letters((await server.Project.Viewer.GetAsync("/logs/search?trace_id=t1&level=info")).Messages));
        Assert.Equal(400, (await server.Project.Viewer.GetAsync("/logs/search?level=loud")).Code);
    }

    private static string Letters(IEnumerable<string?> messages) => string.Concat(messages.Select(message => message![0]).Order());

    private static LogLine Read(JsonElement item) => new()
    {
        Id = item.GetProperty("id").GetString()!, Timestamp = item.GetProperty("timestamp").GetDateTimeOffset(), Level = item.GetProperty("level").GetString()!,
        ServiceName = item.GetProperty("service_name").GetString()!, Message = item.GetProperty("message").GetString()!, Attributes = item.GetProperty("attributes"),
        TraceId = item.GetProperty("trace_id").GetString(), SpanId = item.GetProperty("span_id").GetString(),
    };

    /// <summary>A server with the lines.</summary>
    public sealed class FilledServer(PostgresFixture.PostgresServer postgres) : LogServer(postgres)
    {
        internal TestProject Project { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Project = NewProject();
            await Project.IngestAsync(Lines);
        }
    }
}
