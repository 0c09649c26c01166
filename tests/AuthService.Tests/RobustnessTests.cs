namespace SreCopilot.AuthService.Tests;

/// <summary>
/// Nonsense on every route of the OpenAPI document: the answer is never a 5xx, always has a sentence, and never tells what
/// happened inside. Routes that are added later are covered without being mentioned.
/// </summary>
public sealed class RobustnessTests(AuthServer server) : IClassFixture<AuthServer>
{
    // Enough to get past the first checks; fields that are not named here begin as a word.
    private static readonly Dictionary<string, object> Plausible = new()
    {
        ["email"] = "x@acme.example", ["user_email"] = "x@acme.example", ["password"] = Browser.Password, ["current_password"] = Browser.Password,
        ["new_password"] = Browser.Password, ["role"] = "viewer", ["url"] = "http://127.0.0.1:1", ["integration_type"] = "grafana", ["slug"] = "slug",
        ["timezone"] = "UTC", ["config"] = new Dictionary<string, object>(), ["scopes"] = Array.Empty<string>(), ["expires_in_days"] = 1,
        ["is_active"] = true, ["is_primary"] = true, ["webhook_enabled"] = true, ["status"] = "active", ["project_id"] = Guid.Empty.ToString(),
    };

    [Fact]
    public async Task Nonsense_is_refused_in_words()
    {
        var team = await Team.CreateAsync(server);
        var nonsense = new Nonsense(
            (operation, path, content) => Sender(team, operation).SendRawAsync(operation.Method, path, content),
            name => (name == "project_id" ? team.ProjectId : Guid.NewGuid()).ToString(),
            Plausible);

        foreach (var operation in await server.ListOperationsAsync())
        {
            await nonsense.TryAsync(operation);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{nonsense.Sent} requests");
        Assert.True(nonsense.Sent > 2000);
    }

    [Theory]
    [InlineData("/projects/x")]
    [InlineData("/projects/x/members/y")]
    public async Task An_id_that_is_none_is_named(string path)
    {
        var team = await Team.CreateAsync(server);

        var answer = await team.Owner.DeleteAsync(path);

        Assert.Equal((400, "INVALID_UUID"), (answer.Code, answer.Text("error_code")));
        Assert.StartsWith("project_id:", answer.Detail, StringComparison.Ordinal);
    }

    private Browser Sender(Team team, Operation operation) =>
        operation.IsInternal ? server.OpenService(tenantId: team.TenantId, projectId: team.ProjectId)
        : operation.Name is "login" or "register" or "refresh" or "logout" ? server.OpenBrowser()
        : team.Owner;
}
