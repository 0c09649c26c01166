using SreCopilot.Identity;

namespace SreCopilot.AiService.Tests.Service;

/// <summary>The table of docs/security.md: it names every endpoint, and every line is tried as every kind of caller.</summary>
public sealed class RoleMatrixTests(AiServer server) : IClassFixture<AiServer>
{
    // Whom a cell of the last column lets in.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["viewer and above, service"] = ["owner", "admin", "engineer", "viewer", "service"],
        ["engineer and above, service"] = ["owner", "admin", "engineer", "service"],
        ["engineer and above"] = ["owner", "admin", "engineer"],
        ["admin and above"] = ["owner", "admin"],
        ["service"] = ["service"],
    };

    [Fact]
    public async Task Every_line_of_the_table_is_what_the_service_does()
    {
        var lines = await Documents.ReadRoleTableAsync("ai-service");
        var operations = Operation.ReadAll(await server.DescribeAsync());
        Assert.Equal(
            operations.Select(operation => $"{operation.Name}: {operation.Method} {operation.Path}").Order(),
            lines.Select(line => $"{line.Name}: {line.Endpoint}").Order());

        var project = server.NewProject();
        var personas = new Dictionary<string, Person>
        {
            ["owner"] = project.As("owner"), ["admin"] = project.As("admin"), ["engineer"] = project.As("engineer"), ["viewer"] = project.As("viewer"),
            ["non-member"] = project.As((string?)null),
            ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous }),
            ["API key"] = project.As(project.KeyWith([.. ApiKeyScopes.All])),
            ["service"] = project.Service,
        };
        foreach (var (operation, who) in operations.Join(lines, operation => operation.Name, line => line.Name, (operation, line) => (operation, line.Who)))
        {
            foreach (var (name, person) in personas)
            {
                // Harmless: an incident that does not exist, and a body that says nothing.
                var answer = await person.SendAsync(operation.Method, operation.Fill(_ => Guid.NewGuid().ToString()), operation.BodyFields is null ? null : operation.BodyFields.Count == 0 ? "[]" : "{}");
                Assert.True(Allowed[who].Contains(name) == answer.Code is not (401 or 403), $"{operation.Name} as {name}: {answer.Code}, but the table says: {who}");
            }
        }
    }

    [Fact]
    public async Task Without_a_valid_token_nothing_is_served()
    {
        foreach (var operation in Operation.ReadAll(await server.DescribeAsync()))
        {
            using var request = new HttpRequestMessage(operation.Method, operation.Fill(_ => Guid.NewGuid().ToString()));
            request.Headers.Add(InternalTokens.HeaderName, "nonsense");
            using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(401, (int)response.StatusCode);
        }
    }
}
