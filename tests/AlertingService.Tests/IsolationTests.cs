using SreCopilot.Identity;

namespace SreCopilot.AlertingService.Tests;

/// <summary>Somebody else tries everything that the API offers on a project's things. All is refused and no row changes.</summary>
public sealed class IsolationTests(AlertingServer server) : IClassFixture<AlertingServer>
{
    private static readonly string[] Tables =
        ["conditions", "policies", "policy_conditions", "policy_channels", "channels", "muting_rules", "alerts", "notifications", "notification_items", "problems"];

    // Which create things of their own, for whoever may.
    private static readonly string[] Creating = ["create_condition", "create_policy", "create_channel", "create_muting_rule", "preview_condition"];

    [Fact]
    public async Task Nobody_else_gets_at_a_projects_things()
    {
        await using var receiver = await TestBackend.StartAsync();
        var project = server.NewProject();
        var metric = TestThings.NewMetric();
        var condition = await project.AddConditionAsync(metric, ("name", "Secret condition"));
        var channel = await project.AddWebhookAsync(receiver.Address);
        var ids = new Dictionary<string, Guid>
        {
            ["condition_id"] = condition,
            ["channel_id"] = channel,
            ["policy_id"] = await project.AddPolicyAsync([condition], [channel]),
            ["rule_id"] = await project.AddAsync("/muting-rules", "rule_id", new { name = "Secret rule", match_criteria = new { severity = "critical" } }),
        };
        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);
        await server.ReportAsync(project);
        ids["alert_id"] = Guid.Parse(Assert.Single(await project.ActiveAsync()).Text("alert_id")!);
        ids["notification_id"] = Guid.Parse(Assert.Single(await project.NotificationsAsync("sent")).Text("notification_id")!);
        // Or they are judged in the middle of it.
        await server.SqlAsync($"update conditions set next_run_at = next_run_at + interval '1 year' where project_id = '{project.Id}'");
        var (neighbour, stranger) = (project.Neighbour(), project.Stranger());
        var attackers = new Dictionary<string, Person>
        {
            ["another tenant"] = stranger.As("owner"),
            ["another project"] = neighbour.As("owner"),
            ["service of another project"] = neighbour.Service,
            // Not that api-gateway would sign them: the wall behind the wall.
            ["own project, foreign tenant"] = stranger.As(stranger.CallerOf("owner") with { TenantId = project.TenantId }),
            ["API key"] = project.As(project.KeyWith([.. ApiKeyScopes.All])),
            ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous }),
            ["no role"] = project.As((string?)null),
            ["unknown role"] = project.As("root"),
        };
        var before = await server.SnapshotAsync(Tables);

        foreach (var operation in Operation.ReadAll(await server.DescribeAsync()))
        {
            foreach (var (name, attacker) in attackers)
            {
                if (Creating.Contains(operation.Name))
                {
                    continue;
                }

                var path = $"{operation.Fill(parameter => ids[parameter].ToString())}?project_id={project.Id}&tenant_id={project.TenantId}";
                var answer = await attacker.SendAsync(operation.Method, path, operation.BodyFields is null ? null : """{"name":"evil"}""", ("X-Project-ID", project.Id.ToString()));
                Assert.True(answer.Code is 401 or 403 or 404 || (operation.PathParameters.Count == 0 && answer.Code == 200), $"{operation.Method} {path} as {name}: {answer.Code}");
                Assert.DoesNotContain("secret", answer.Body.ToString(), StringComparison.OrdinalIgnoreCase);
            }

            if (operation.Method != HttpMethod.Get)
            {
                var answer = await project.Viewer.SendAsync(operation.Method, operation.Fill(parameter => ids[parameter].ToString()), operation.BodyFields is null ? null : """{"name":"evil"}""");
                Assert.True(answer.Code == 403, $"{operation.Method} {operation.Path} as viewer: {answer.Code}");
            }
        }

        Assert.Equal(before, await server.SnapshotAsync(Tables));
        Assert.Single(receiver.Received);
    }

    [Fact]
    public async Task A_project_in_the_body_is_not_believed()
    {
        var (project, stranger) = (server.NewProject(), server.NewProject());

        await stranger.AddConditionAsync("m", ("project_id", project.Id), ("tenant_id", project.TenantId));

        Assert.Equal((0, 1), ((await project.Viewer.GetAsync("/conditions")).Total, (await stranger.Viewer.GetAsync("/conditions")).Total));
    }

    [Fact]
    public async Task Row_security_is_forced_on_every_table_with_tenant_data() =>
        Assert.Equal(0L, await server.SqlAsync("""
            select count(*) from pg_class c where c.relnamespace = 'alerting'::regnamespace and c.relkind = 'r' and c.relname not in ('audit_sender', 'schema_migrations')
              and not (c.relrowsecurity and c.relforcerowsecurity)
            """));
}
