using SreCopilot.Identity;

namespace SreCopilot.MetricsCollectorService.Tests;

/// <summary>The table of docs/security.md: it names every endpoint, and every line is tried as every kind of caller.</summary>
public sealed class RoleMatrixTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    // Whom a cell of the last column lets in; "key" is a key with the scope that the cell names and no other.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["viewer and above"] = ["owner", "admin", "engineer", "viewer", "service"],
        ["admin and above"] = ["owner", "admin"],
        ["engineer and above"] = ["owner", "admin", "engineer"],
        ["engineer and above, service"] = ["owner", "admin", "engineer", "service"],
        ["service"] = ["service"],
        ["key"] = ["key"],
        ["key, service"] = ["key", "service"],
    };

    [Fact]
    public async Task Every_line_of_the_table_is_what_the_service_does()
    {
        var lines = await Documents.ReadRoleTableAsync("metrics-collector-service");
        var operations = await server.ListOperationsAsync();
        Assert.Equal(
            operations.Select(operation => $"{operation.Name}: {operation.Method} {operation.Path}").Order(),
            lines.Select(line => $"{line.Name}: {line.Endpoint}").Order());

        var project = server.NewProject();
        foreach (var (operation, who) in operations.Join(lines, operation => operation.Name, line => line.Name, (operation, line) => (operation, line.Who)))
        {
            var scope = who.Contains("ingest:", StringComparison.Ordinal) ? who.Split('`')[1] : null;
            var personas = new Dictionary<string, Person>
            {
                ["owner"] = project.As("owner"),
                ["admin"] = project.As("admin"),
                ["engineer"] = project.As("engineer"),
                ["viewer"] = project.As("viewer"),
                ["non-member"] = server.As(project.CallerOf("owner") with { ProjectRole = null }),
                ["unknown role"] = server.As(project.CallerOf("owner") with { ProjectRole = "root" }),
                ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous }),
                ["service"] = project.Service,
                ["key"] = project.AsKey(0, scope ?? "none"),
                ["key with all other scopes"] = project.AsKey(0, [.. ApiKeyScopes.All.Where(other => other != scope)]),
            };
            foreach (var (name, person) in personas)
            {
                // Harmless: a thing that does not exist, and a body that says nothing.
                var answer = await person.SendAsync(operation.Method, operation.Fill(_ => Guid.NewGuid().ToString()), operation.BodyFields is null ? null : "{}");
                Assert.True(
                    Allowed[scope is null ? who : who.EndsWith(", service", StringComparison.Ordinal) ? "key, service" : "key"].Contains(name) == answer.Code is not (401 or 403), $"{operation.Name} as {name}: {answer.Code}, but the table says: {who}");
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
            using var request = new HttpRequestMessage(operation.Method, operation.Fill(_ => Guid.NewGuid().ToString()));
            if (token is not null)
            {
                request.Headers.Add(InternalTokens.HeaderName, token);
            }

            using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(401, (int)response.StatusCode);
        }
    }
}
