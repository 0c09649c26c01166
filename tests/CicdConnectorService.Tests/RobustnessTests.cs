using System.Text;
using System.Text.Json.Nodes;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>Nonsense on every operation of the OpenAPI document and in every place of every webhook.</summary>
public sealed class RobustnessTests(CicdServer server) : IClassFixture<CicdServer>
{
    // Enough to get past the first checks; an address that nothing answers at.
    private static readonly Dictionary<string, object> Plausible = new()
    {
        ["provider"] = "gitlab",
        ["credentials"] = new { pat = "x", url = "http://127.0.0.1:1" },
        ["config"] = new { gitlab_url = "http://127.0.0.1:1" },
        ["is_active"] = true,
        ["keep_previous_hours"] = 1,
        ["secret"] = "0123456789abcdef",
        ["connection_id"] = "",
    };

    private static readonly string[] Values =
        ["null", "true", "-1", "1e400", "99999999999999999999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\r\\n\"", "\"2026-13-45T25:61:61Z\"", "[]", "[[null]]", "{}", "{\"a\":1}", "\"../../x\"", "\"0001-01-01T00:00:00+14:00\""];

    [Fact]
    public async Task Nonsense_is_refused_in_words()
    {
        // A replica that gives up at the first failure: most addresses of this test are nonsense.
        await server.AddReplicaAsync(("Providers:Attempts", "1"));
        var project = server.NewProject();
        var connection = await project.ConnectAsync(server.GitHub, sync: false);
        var nonsense = new Nonsense(
            (operation, path, content) => project.As("admin", replica: 1).SendRawAsync(operation.Method, path, content), _ => connection.Id.ToString(), Plausible);

        foreach (var operation in await server.ListOperationsAsync())
        {
            if (operation.Name != "sync_connection")
            {
                await nonsense.TryAsync(operation);
            }
        }

        await server.StopReplicaAsync(1);
        TestContext.Current.TestOutputHelper?.WriteLine($"{nonsense.Sent} requests");
        Assert.True(nonsense.Sent > 500);
    }

    public static TheoryData<string> Providers => ProviderCase.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Nonsense_inside_of_a_signed_webhook_is_survived(string name)
    {
        var (project, provider) = (server.NewProject(), server.Provider(name));
        var connection = await project.ConnectAsync(provider, sync: false);
        var (body, _) = provider.Webhook(new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun()), connection.Secret, "d", server.Time.GetUtcNow());
        var sent = 0;

        foreach (var path in PathsOf(JsonNode.Parse(body)!, []))
        {
            foreach (var value in Values)
            {
                var changed = Replace(body, path, value);
                var answer = await server.SendWebhookAsync(connection.WebhookPath, changed, Sign(name, connection.Secret, changed, $"n{++sent}"));
                Assert.True(answer.Code is 200 or 400, $"{string.Join('.', path)} = {value}: {answer.Code} {answer.Body}");
            }
        }

        foreach (var whole in new[] { "", "[]", "null", "{", "{\"a\":", new string('[', 5000), "\"x\"" })
        {
            Assert.Equal(400, (await server.SendWebhookAsync(connection.WebhookPath, whole, Sign(name, connection.Secret, whole, $"n{++sent}"))).Code);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} webhooks");
        // Whatever was stored can be handed on.
        await project.DeploymentsAsync();
    }

    [Fact]
    public async Task A_system_that_answers_nonsense_is_an_error_in_words()
    {
        var project = server.NewProject();
        var connection = await project.ConnectAsync(server.Bitbucket);
        foreach (var answer in new[] { "", "<html>", "[", "[[[1]]]", "null", "{\"values\":{}}", "{\"values\":[null,1,{\"full_name\":[]}]}", "{\"values\":[{\"full_name\":\"\\ud800\"}],\"next\":7}" })
        {
            server.Bitbucket.Fault = async http =>
            {
                await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer));
                return true;
            };

            var listed = await project.Viewer.GetAsync($"/connections/{connection.Id}/repositories");
            var synced = await connection.SyncAsync();

            Assert.True(listed.Code is 200 or 502, $"{answer}: {listed.Code}");
            Assert.True(synced.Text("status") is "connected" or "error" && !synced.Text("status_message")!.Contains("inside of the platform", StringComparison.Ordinal), answer);
        }

        server.Bitbucket.Fault = _ => Task.FromResult(false);
    }

    private static (string, string)[] Sign(string provider, string secret, string body, string delivery)
    {
        var signature = "sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
        return provider switch
        {
            "github" => [("X-GitHub-Event", "workflow_run"), ("X-GitHub-Delivery", delivery), ("X-Hub-Signature-256", signature)],
            "gitlab" => [("X-Gitlab-Token", secret), ("X-Gitlab-Event-UUID", delivery)],
            "azure_devops" => [("X-Webhook-Secret", secret)],
            "jenkins" => [("X-Hub-Signature-256", signature)],
            _ => [("X-Event-Key", "repo:commit_status_updated"), ("X-Request-UUID", delivery), ("X-Hub-Signature", signature)],
        };
    }

    private static IEnumerable<string[]> PathsOf(JsonNode node, string[] above) =>
        node is JsonObject item ? item.SelectMany(field => new[] { new[] { field.Key } }.Select(name => (string[])[.. above, .. name]).Concat(field.Value is null ? [] : PathsOf(field.Value, [.. above, field.Key]))) : [];

    private static string Replace(string body, string[] path, string value)
    {
        var root = JsonNode.Parse(body)!.AsObject();
        var parent = path[..^1].Aggregate(root, (node, name) => node[name]!.AsObject());
        parent[path[^1]] = "MARK";
        return root.ToJsonString().Replace("\"MARK\"", value, StringComparison.Ordinal);
    }
}
