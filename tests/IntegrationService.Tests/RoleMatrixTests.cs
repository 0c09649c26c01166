using SreCopilot.Identity;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>The table of docs/security.md: it names every endpoint, and every line is tried as every kind of caller.</summary>
public sealed class RoleMatrixTests(IntegrationServer server) : IClassFixture<IntegrationServer>
{
    // Whom a cell of the last column lets in.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["viewer and above"] = ["owner", "admin", "engineer", "viewer", "service"],
        ["whoever knows the secret"] = [],
        ["everybody (always 400)"] = ["owner", "admin", "engineer", "viewer", "service", "non-member", "anonymous", "API key"],
    };

    [Fact]
    public async Task Every_line_of_the_table_is_what_the_service_does()
    {
        var lines = await Documents.ReadRoleTableAsync("integration-service");
        var operations = await server.ListOperationsAsync();
        Assert.Equal(
            operations.Select(operation => $"{operation.Name}: {operation.Method} {operation.Path}").Order(),
            lines.Select(line => $"{line.Name}: {line.Endpoint}").Order());

        var source = server.NewIntegration();
        var personas = new Dictionary<string, Person>
        {
            ["owner"] = source.As("owner"),
            ["admin"] = source.As("admin"),
            ["engineer"] = source.As("engineer"),
            ["viewer"] = source.As("viewer"),
            ["non-member"] = source.As(null),
            ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous }),
            ["API key"] = server.As(new Caller { Kind = CallerKind.ApiKey, TenantId = source.TenantId, ProjectId = source.ProjectId, Scopes = ApiKeyScopes.All }),
            ["service"] = server.As(new Caller { Kind = CallerKind.Service, TenantId = source.TenantId, ProjectId = source.ProjectId }),
        };
        foreach (var (operation, who) in operations.Join(lines, operation => operation.Name, line => line.Name, (operation, line) => (operation, line.Who)))
        {
            foreach (var (name, person) in personas)
            {
                var path = operation.Fill(parameter => parameter == "project_id" ? source.ProjectId.ToString() : parameter == "integration_type" ? source.Type : source.Id.ToString());
                var answer = await person.SendAsync(operation.Method, path, operation.Method == HttpMethod.Get ? null : Webhook.Json("{}"));
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
