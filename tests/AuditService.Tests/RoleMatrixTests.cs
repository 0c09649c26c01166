using SreCopilot.Identity;

namespace SreCopilot.AuditService.Tests;

/// <summary>The table of docs/security.md: it names every endpoint, and every line is tried as every kind of caller.</summary>
public sealed class RoleMatrixTests(AuditServer server) : IClassFixture<AuditServer>
{
    // Whom a cell of the last column lets in.
    private static readonly Dictionary<string, string> Allowed = new() { ["tenant administrator"] = "admin", ["service"] = "service" };

    [Fact]
    public async Task Every_line_of_the_table_is_what_the_service_does()
    {
        var lines = await Documents.ReadRoleTableAsync("audit-service");
        var operations = await server.ListOperationsAsync();
        Assert.Equal(
            operations.Select(operation => $"{operation.Name}: {operation.Method} {operation.Path}").Order(),
            lines.Select(line => $"{line.Name}: {line.Endpoint}").Order());

        var tenant = server.NewTenant();
        var personas = new Dictionary<string, Person>
        {
            ["admin"] = tenant.Admin,
            ["engineer"] = server.As(tenant.CallerOf("engineer")),
            ["viewer"] = server.As(tenant.CallerOf("viewer")),
            ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous }),
            ["API key"] = server.As(new Caller { Kind = CallerKind.ApiKey, TenantId = tenant.Id, ProjectId = tenant.ProjectId, Scopes = ApiKeyScopes.All }),
            ["service"] = server.AsService(tenant: tenant.Id),
        };
        foreach (var (operation, who) in operations.Join(lines, operation => operation.Name, line => line.Name, (operation, line) => (operation, line.Who)))
        {
            foreach (var (name, person) in personas)
            {
                var answer = await person.SendAsync(operation.Method, operation.Fill(_ => Guid.NewGuid().ToString()), operation.BodyFields is null ? null : "{}");
                Assert.True(Allowed[who] == name == answer.Code is not (401 or 403), $"{operation.Name} as {name}: {answer.Code}, but the table says: {who}");
            }
        }
    }

    [Fact]
    public async Task Without_a_valid_token_nothing_is_served()
    {
        foreach (var operation in await server.ListOperationsAsync())
        {
            using var response = await server.Http.SendAsync(
                new HttpRequestMessage(operation.Method, operation.Fill(_ => Guid.NewGuid().ToString())), TestContext.Current.CancellationToken);
            Assert.Equal(401, (int)response.StatusCode);
        }
    }
}
