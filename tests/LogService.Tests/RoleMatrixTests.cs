using SreCopilot.Identity;

namespace SreCopilot.LogService.Tests;

/// <summary>The table of docs/security.md: it names every endpoint, and every line is tried as every kind of caller.</summary>
public sealed class RoleMatrixTests(LogServer server) : IClassFixture<LogServer>
{
    // Whom a cell of the last column lets in.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["viewer and above"] = ["owner", "admin", "engineer", "viewer", "service"],
        ["admin and above"] = ["owner", "admin"],
        ["service"] = ["service"],
        ["API key with `ingest:logs`"] = ["API key"],
    };

    [Fact]
    public async Task Every_line_of_the_table_is_what_the_service_does()
    {
        var lines = await Documents.ReadRoleTableAsync("log-service");
        var operations = await server.ListOperationsAsync();
        Assert.Equal(
            operations.Select(operation => $"{operation.Name}: {operation.Method} {operation.Path}").Order(),
            lines.Select(line => $"{line.Name}: {line.Endpoint}").Order());

        var project = server.NewProject();
        var personas = new Dictionary<string, Person>
        {
            ["owner"] = project.As("owner"), ["admin"] = project.As("admin"), ["engineer"] = project.As("engineer"), ["viewer"] = project.As("viewer"),
            ["non-member"] = server.As(project.CallerOf("owner") with { ProjectRole = null }),
            ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous }),
            ["API key"] = project.Key,
            ["API key of other scopes"] = server.As(project.CallerOfKey([.. ApiKeyScopes.All.Except([ApiKeyScopes.Logs])])),
            ["service"] = server.As(new Caller { Kind = CallerKind.Service, TenantId = project.TenantId, ProjectId = project.Id }),
        };
        foreach (var (operation, who) in operations.Join(lines, operation => operation.Name, line => line.Name, (operation, line) => (operation, line.Who)))
        {
            foreach (var (name, person) in personas)
            {
                // Harmless: a level that does not exist, and a body that says nothing.
                var answer = await person.SendAsync(operation.Method, operation.Path + "?level=none", operation.Method == HttpMethod.Get ? null : "{}");
                Assert.True(Allowed[who].Contains(name) == answer.Code is not (401 or 403), $"{operation.Name} as {name}: {answer.Code}, but the table says: {who}");
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task Without_a_valid_token_nothing_is_served(string? token)
    {
        foreach (var operation in await server.ListOperationsAsync())
        {
            using var request = new HttpRequestMessage(operation.Method, operation.Path);
            if (token is not null)
            {
                request.Headers.Add(InternalTokens.HeaderName, token);
            }

            using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(401, (int)response.StatusCode);
        }
    }
}
