namespace SreCopilot.AuditService.Tests;

/// <summary>Nonsense on every operation of the OpenAPI document; operations that are added later are covered without being mentioned.</summary>
public sealed class RobustnessTests(AuditServer server) : IClassFixture<AuditServer>
{
    private static readonly Dictionary<string, object> Plausible = new()
    {
        ["entries"] = Array.Empty<object>(),
        ["action"] = "user.login",
        ["success"] = true,
        ["retention_days"] = 100,
        ["changes"] = new { },
        ["metadata"] = new { },
        ["tenant_id"] = "",
    };

    [Fact]
    public async Task Nonsense_is_refused_in_words()
    {
        var tenant = server.NewTenant();
        var nonsense = new Nonsense(
            (operation, path, content) => (operation.Name is "create_audit_log" or "add_audit_entries" ? server.AsService(tenant: tenant.Id) : tenant.Admin)
                .SendRawAsync(operation.Method, path, content),
            _ => Guid.NewGuid().ToString(),
            Plausible);

        foreach (var operation in await server.ListOperationsAsync())
        {
            await nonsense.TryAsync(operation);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{nonsense.Sent} requests");
        Assert.True(nonsense.Sent > 300);
        Assert.Null(await tenant.FindBadAsync());
    }

    [Theory]
    [InlineData("id", null)]
    [InlineData("id", "00000000-0000-0000-0000-000000000000")]
    [InlineData("timestamp", "0001-01-01T00:00:00Z")]
    [InlineData("actor_type", "root")]
    [InlineData("action", "")]
    [InlineData("action", "a b")]
    [InlineData("user_id", "")]
    [InlineData("user_id", "a\u0000b")]
    [InlineData("user_id", null)]
    [InlineData("resource_type", "")]
    [InlineData("changes", "text")]
    [InlineData("success", null)]
    public async Task Nonsense_inside_of_an_entry_is_rejected(string field, string? value)
    {
        var tenant = server.NewTenant();

        var answer = await server.AsService().PostAsync("/internal/audit-entries", new { source = "x", entries = new[] { tenant.Entry(fields: (field, value)) } });

        Assert.True(answer.Code is 400 or 422 || (answer.Code == 200 && answer["rejected"].GetArrayLength() == 1), $"{answer.Code} {answer.Raw}");
        Assert.Empty(await tenant.ListAsync(""));
    }

    [Fact]
    public async Task Too_many_at_once_are_refused()
    {
        var tenant = server.NewTenant();
        var entries = Enumerable.Range(0, 501).Select(_ => tenant.Entry());
        Assert.Equal(422, (await server.AsService().PostAsync("/internal/audit-entries", new { source = "x", entries })).Code);
    }
}
