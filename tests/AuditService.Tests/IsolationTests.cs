using SreCopilot.Identity;

namespace SreCopilot.AuditService.Tests;

/// <summary>Somebody else tries everything that the API offers on an organisation's audit log.</summary>
public sealed class IsolationTests(AuditServer server) : IClassFixture<AuditServer>
{
    [Fact]
    public async Task Nobody_else_gets_at_an_organisations_entries()
    {
        var tenant = server.NewTenant();
        var entry = tenant.Entry("secret.action", ("resource_id", "secret"), ("user_id", "secret"), ("resource_type", "secret"));
        await tenant.AddAsync(entry);
        var stranger = server.NewTenant();
        var attackers = new Dictionary<string, Person>
        {
            ["admin of another tenant"] = stranger.Admin,
            ["engineer"] = server.As(tenant.CallerOf("engineer")),
            ["viewer"] = server.As(tenant.CallerOf("viewer")),
            ["unknown role"] = server.As(tenant.CallerOf("root")),
            ["API key"] = server.As(new Caller { Kind = CallerKind.ApiKey, TenantId = tenant.Id, ProjectId = tenant.ProjectId, Scopes = ApiKeyScopes.All, TenantRole = "admin" }),
            ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous, TenantId = tenant.Id, TenantRole = "admin" }),
            ["admin of no tenant"] = server.As(tenant.CallerOf("admin") with { TenantId = null }),
            ["admin of the platform's chain"] = server.As(tenant.CallerOf("admin") with { TenantId = Guid.Empty }),
        };
        var tried = 0;

        foreach (var operation in await server.ListOperationsAsync())
        {
            foreach (var (name, attacker) in attackers)
            {
                foreach (var query in new[] { $"?tenant_id={tenant.Id}", "?search=secret", $"?tenant_id={stranger.Id}&tenant_id={tenant.Id}", $"?Tenant_Id={tenant.Id}" })
                {
                    var path = operation.Fill(parameter => parameter == "log_id" ? entry["id"]!.ToString()! : "secret") + query;
                    var body = operation.Method == HttpMethod.Get ? null : """{"retention_days":3000,"source":"x","entries":[],"action":"evil.act"}""";
                    var (status, answer) = await attacker.SendRawAsync(operation.Method, path, body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
                    Assert.True(status is 401 or 403 or 404 || (status == 200 && name == "admin of another tenant"), $"{operation.Method} {path} as {name}: {status}");
                    Assert.DoesNotContain("secret.action", answer, StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain(tenant.Id.ToString(), answer, StringComparison.OrdinalIgnoreCase);
                    tried++;
                }
            }
        }

        Assert.Equal(403, (await stranger.Admin.GetAsync($"/audit-logs?tenant_id={tenant.Id}")).Code);
        Assert.Single(await tenant.ListAsync("?action=secret.action"));
        Assert.Null(await tenant.FindBadAsync());
        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} attempts");
    }

    [Fact]
    public async Task Refusals_are_entries_of_the_organisation()
    {
        var tenant = server.NewTenant();
        await server.As(tenant.CallerOf("viewer")).GetAsync("/audit-logs");

        await Wait.UntilAsync(async () => (await tenant.ListAsync("?success=false")).Count == 1);
        var entry = (await tenant.ListAsync("?success=false")).Single();
        Assert.Equal(("viewer@acme.example", "HTTP 403", "203.0.113.9"), (entry.GetProperty("user_email").GetString(), entry.GetProperty("error_message").GetString(), entry.GetProperty("ip_address").GetString()));
    }

    [Fact]
    public async Task Row_security_is_forced_on_every_table_with_tenant_data() =>
        Assert.Equal(0L, await server.AsOwnerAsync("""
            select count(*) from pg_class c where c.relnamespace = 'audit'::regnamespace and c.relkind = 'r'
              and c.relname not in ('audit_search', 'audit_jobs', 'audit_sender', 'schema_migrations') and not (c.relrowsecurity and c.relforcerowsecurity)
            """));
}
