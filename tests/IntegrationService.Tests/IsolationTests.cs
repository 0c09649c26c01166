using SreCopilot.Identity;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>Somebody else tries everything that the API offers on a project's alerts. All is refused and no row changes.</summary>
public sealed class IsolationTests(IntegrationServer server) : IClassFixture<IntegrationServer>
{
    private static readonly string[] Tables = ["sources", "alert_groups", "monitoring_alerts", "deliveries"];

    [Fact]
    public async Task Nobody_else_gets_at_a_projects_alerts()
    {
        var source = server.NewIntegration();
        await source.FireAsync("Secret");
        var (neighbour, stranger) = (server.NewIntegration(tenantId: source.TenantId), server.NewIntegration());
        var attackers = new Dictionary<string, Person>
        {
            ["another tenant"] = stranger.As("owner"),
            ["another project"] = neighbour.As("owner"),
            ["service of another project"] = server.As(new Caller { Kind = CallerKind.Service, TenantId = source.TenantId, ProjectId = neighbour.ProjectId }),
            ["API key"] = server.As(new Caller { Kind = CallerKind.ApiKey, TenantId = source.TenantId, ProjectId = source.ProjectId, Scopes = ApiKeyScopes.All }),
            ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous }),
            ["no role"] = source.As(null),
            ["unknown role"] = source.As("root"),
        };
        var before = await SnapshotAsync();

        foreach (var operation in await server.ListOperationsAsync())
        {
            foreach (var (name, attacker) in attackers)
            {
                var path = operation.Fill(parameter => parameter switch
                {
                    "project_id" => source.ProjectId.ToString(),
                    "integration_type" => source.Type,
                    _ => source.Id.ToString(),
                });
                var answer = await attacker.SendAsync(
                    operation.Method, $"{path}?project_id={source.ProjectId}&tenant_id={source.TenantId}",
                    operation.Method == HttpMethod.Get ? null : Webhook.Json(TestIntegration.Alertmanager([TestIntegration.Alert("Evil")])), ("X-Webhook-Secret", stranger.Secret));
                Assert.True(answer.Code is 401 or 403 || (operation.Name == "refuse_webhook_without_integration" && answer.Code == 400), $"{operation.Name} as {name}: {answer.Code}");
                Assert.DoesNotContain("secret on", answer.Body.ToString(), StringComparison.OrdinalIgnoreCase);
            }
        }

        Assert.Equal(before, await SnapshotAsync());
    }

    [Fact]
    public async Task The_wall_behind_the_wall()
    {
        var source = server.NewIntegration();
        await source.FireAsync("Hidden");
        var stranger = server.NewIntegration();

        var foreign = await stranger.Viewer.GetAsync($"/projects/{stranger.ProjectId}/monitoring/integrations/{source.Id}/deliveries");

        Assert.Equal(0, foreign["total"].GetInt32());
        Assert.Equal(4L, await server.SqlAsync("""
            select count(*) from pg_class c where c.relnamespace = 'integration'::regnamespace and c.relkind = 'r'
              and c.relname in ('sources', 'alert_groups', 'monitoring_alerts', 'deliveries') and c.relrowsecurity and c.relforcerowsecurity
            """));
    }

    [Fact]
    public async Task A_member_who_works_in_another_project_at_the_moment_sees_the_alerts_of_this_one()
    {
        var source = server.NewIntegration();
        await source.FireAsync("Mine");
        var elsewhere = server.NewIntegration(tenantId: source.TenantId);
        var member = elsewhere.CallerOf("viewer") with { Email = $"member-of-{source.ProjectId}" };

        Assert.Equal(["Mine"], (await server.As(member).GetAsync(source.Alerts)).Each("alert_name"));
        server.AuthIsAway = true;
        Assert.Equal(503, (await server.As(member).GetAsync(source.Alerts)).Code);
        server.AuthIsAway = false;
        // A project of another tenant shows nothing, whatever auth-service should say.
        Assert.Equal(403, (await server.As(elsewhere.CallerOf("owner")).GetAsync(source.Alerts)).Code);
    }

    private async Task<string> SnapshotAsync() => string.Join('\n', await Task.WhenAll(Tables.Select(async table =>
        $"{table} {await server.SqlAsync($"select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from {table} t")}")));
}
