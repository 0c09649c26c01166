using System.Text;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>Nonsense on every operation of the OpenAPI document, and from the clouds.</summary>
public sealed class RobustnessTests(CloudServer server) : IClassFixture<CloudServer>
{
    // Enough to get past the first checks.
    private static readonly Dictionary<string, object> Plausible = new()
    {
        ["provider"] = "aws", ["credentials"] = new { access_key_id = "x", secret_access_key = "y", region = "eu-west-1" }, ["config"] = new { regions = new[] { "eu-west-1" } },
        ["is_active"] = false, ["connection_id"] = "",
    };

    public static TheoryData<string> Clouds => CloudCase.All;

    [Fact]
    public async Task Nonsense_is_refused_in_words()
    {
        var project = server.NewProject();
        var connection = await server.ConnectAsync(project, server.Aws, server.Aws.NewAccount());
        var nonsense = new Nonsense((operation, path, content) => project.As("admin").SendRawAsync(operation.Method, path, content), _ => connection.Id.ToString(), Plausible);

        foreach (var operation in await server.ListOperationsAsync())
        {
            if (operation.Name != "sync_connection")
            {
                await nonsense.TryAsync(operation);
            }
        }

        Assert.True(nonsense.Sent > 300, $"{nonsense.Sent}");
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_cloud_that_answers_nonsense_is_survived(string name)
    {
        var (project, cloud) = (server.NewProject(), server.Cloud(name));
        var account = cloud.NewAccount();
        account.Machines = [new FakeItem("web")];
        var connection = await server.ConnectAsync(project, cloud, account);
        string[] answers =
        [
            "", "<html>", "[", "null", "[[[1]]]", "7", "{}", "<a/>", "{\"value\":[null,1,{\"id\":[]}],\"nextLink\":7}", "{\"items\":{\"x\":null,\"y\":{\"instances\":[{\"selfLink\":7}]}}}",
            "{\"items\":[{\"name\":\"\\ud800\"}],\"nextPageToken\":{}}", "{\"value\":[{\"id\":\"/subscriptions/../x\"}]}", "{\"access_token\":7}", "{\"access_token\":\"\\u00e9\"}",
            "<r><reservationSet><item><instancesSet><item><instanceId/></item></instancesSet></item></reservationSet></r>", "<!DOCTYPE r [<!ENTITY a \"b\">]><r>&a;</r>",
            "<r><MetricDataResults><member><Id>c99999999999</Id></member><member><Id/></member></MetricDataResults></r>",
        ];
        foreach (var answer in answers)
        {
            account.Fault = async (_, http) =>
            {
                await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer));
                return true;
            };

            var synced = await connection.SyncAsync();

            Assert.True(synced.Text("status") is "connected" or "error" && !synced.Text("status_message")!.Contains("inside of the platform", StringComparison.Ordinal), answer);
        }

        account.Fault = (_, _) => Task.FromResult(false);
        Assert.Equal(("connected", 1), (await connection.SyncAsync()) is var good ? (good.Text("status"), good.Number("resources_count")) : default);
    }

    [Fact]
    public async Task A_list_that_leads_back_to_itself_ends()
    {
        var project = server.NewProject();
        var account = server.Google.NewAccount();
        account.Fault = async (operation, http) =>
        {
            if (operation == FakeAccount.Token)
            {
                return false;
            }

            await http.Response.WriteAsync("{\"nextPageToken\":\"again\"}");
            return true;
        };

        var connection = await server.ConnectAsync(project, server.Google, account);

        Assert.Equal("connected", (await connection.GetAsync()).Text("status"));
    }
}
