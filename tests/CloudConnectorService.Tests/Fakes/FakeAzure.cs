using Microsoft.AspNetCore.Http;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>Azure: client credentials for a token, lists with <c>nextLink</c>, power states in a list of their own.</summary>
internal sealed class FakeAzure(TestClock time) : FakeCloud(time)
{
    public override string Name => "azure";

    public override IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>
    {
        [FakeAccount.Compute] = "azure_vm", [FakeAccount.Database] = "azure_sql_database", [FakeAccount.LoadBalancer] = "azure_load_balancer",
    };

    public override IReadOnlyDictionary<string, string> Permissions { get; } = new Dictionary<string, string>
    {
        [FakeAccount.Compute] = "Microsoft.Compute/virtualMachines/read", [FakeAccount.Database] = "Microsoft.Sql/servers/read",
        [FakeAccount.LoadBalancer] = "Microsoft.Network/loadBalancers/read", [FakeAccount.Metrics] = "Microsoft.Insights/metrics/read",
    };

    public override (string Running, string Stopped) States => ("running", "deallocated");

    public override string Region => "westeurope";

    public static string SubscriptionOf(FakeAccount account) => $"00000000-0000-0000-0000-{account.Id[3..].PadLeft(12, '0')}";

    public override object CredentialsOf(FakeAccount account) => new { tenant_id = "acme.example", client_id = account.Id, client_secret = account.Secret, subscription_id = SubscriptionOf(account) };

    protected override async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (path == "/acme.example/oauth2/v2.0/token")
        {
            var form = await http.Request.ReadFormAsync();
            var account = Find(form["client_id"].ToString());
            if (account is null || form["client_secret"] != account.Secret || form["grant_type"] != "client_credentials" || form["scope"] != $"{Address}/.default")
            {
                await WriteAsync(http, new { error = "invalid_client", error_description = $"AADSTS7000215: Invalid client secret provided: {form["client_secret"]}" }, 401);
                return;
            }

            await AnswerAsync(http, account, FakeAccount.Token);
            return;
        }

        var authorization = http.Request.Headers.Authorization.ToString();
        if (!authorization.StartsWith("Bearer ", StringComparison.Ordinal) || UseToken(authorization["Bearer ".Length..]) is not { } owner)
        {
            await WriteAsync(http, new { error = new { code = "ExpiredAuthenticationToken", message = $"The access token {authorization} has expired." } }, 401);
            return;
        }

        if (!path.StartsWith($"/subscriptions/{SubscriptionOf(owner)}", StringComparison.Ordinal) || !http.Request.Query.ContainsKey("api-version"))
        {
            await WriteAsync(http, new { error = new { code = "SubscriptionNotFound" } }, 404);
            return;
        }

        await AnswerAsync(http, owner, path switch
        {
            _ when path.EndsWith("/virtualMachines", StringComparison.Ordinal) => FakeAccount.Compute,
            _ when path.Contains("Microsoft.Sql", StringComparison.Ordinal) => FakeAccount.Database,
            _ when path.EndsWith("/loadBalancers", StringComparison.Ordinal) => FakeAccount.LoadBalancer,
            _ when path.EndsWith("/applicationGateways", StringComparison.Ordinal) => "gateways",
            _ when path.EndsWith("/metrics", StringComparison.Ordinal) => FakeAccount.Metrics,
            _ => FakeAccount.Identity,
        });
    }

    protected override Task RefuseAsync(HttpContext http, string operation) =>
        WriteAsync(http, new { error = new { code = "AuthorizationFailed", message = $"The client with token {http.Request.Headers.Authorization} does not have authorization" } }, 403);

    protected override Task AnswerRealAsync(HttpContext http, FakeAccount account, string operation)
    {
        var group = $"/subscriptions/{SubscriptionOf(account)}/resourceGroups/Shop/providers";
        var path = http.Request.Path.Value!;
        switch (operation)
        {
            case FakeAccount.Token:
                return WriteAsync(http, new { token_type = "Bearer", expires_in = 3599, access_token = IssueToken(account) });
            case FakeAccount.Identity:
                return WriteAsync(http, new { id = $"/subscriptions/{SubscriptionOf(account)}", subscriptionId = SubscriptionOf(account), state = "Enabled" });
            case "gateways":
                return WriteAsync(http, new { value = Array.Empty<object>() });
            case FakeAccount.Compute when http.Request.Query["statusOnly"] == "true":
                // Spelled otherwise than in the other list, as Azure does.
                return WriteAsync(http, new
                {
                    value = account.Machines.Select(item => new
                    {
                        id = $"{group.ToUpperInvariant()}/Microsoft.Compute/virtualMachines/{item.Name}".Replace("/SUBSCRIPTIONS/", "/subscriptions/", StringComparison.Ordinal),
                        properties = new { instanceView = new { statuses = new[] { new { code = "ProvisioningState/succeeded" }, new { code = item.Runs ? "PowerState/running" : "PowerState/deallocated" } } } },
                    }),
                });
            case FakeAccount.Compute:
                return PageAsync(item => new
                {
                    id = $"{group}/Microsoft.Compute/virtualMachines/{item.Name}", name = item.Name, location = Region, tags = item.Tags,
                    properties = new { hardwareProfile = new { vmSize = item.Size }, provisioningState = "Succeeded" },
                });
            case FakeAccount.Database when path.EndsWith("/servers", StringComparison.Ordinal):
                return WriteAsync(http, new { value = new[] { new { id = $"{group}/Microsoft.Sql/servers/main", name = "main", location = Region } } });
            case FakeAccount.Database:
                return PageAsync(item => new
                {
                    id = $"{group}/Microsoft.Sql/servers/main/databases/{item.Name}", name = item.Name, location = Region, tags = item.Tags, sku = new { name = item.Size },
                    properties = new { status = item.Runs ? "Online" : "Paused" },
                });
            case FakeAccount.LoadBalancer:
                return PageAsync(item => new
                {
                    id = $"{group}/Microsoft.Network/loadBalancers/{item.Name}", name = item.Name, location = Region, tags = item.Tags, sku = new { name = item.Size },
                    properties = new { provisioningState = item.Runs ? "Succeeded" : "Failed" },
                });
            default:
                var span = http.Request.Query["timespan"].ToString().Split('/');
                var isMachine = http.Request.Query["metricnamespace"] == "Microsoft.Compute/virtualMachines";
                Assert.Equal("Microsoft.ResourceId eq '*'", http.Request.Query["$filter"]);
                return WriteAsync(http, new
                {
                    value = new[]
                    {
                        new
                        {
                            name = new { value = http.Request.Query["metricnames"].ToString() },
                            timeseries = (isMachine ? account.Machines : account.Databases).Where(item => item.Runs).Select(item => new
                            {
                                metadatavalues = new[]
                                {
                                    new
                                    {
                                        name = new { value = "Microsoft.ResourceId" },
                                        value = $"{group}/{(isMachine ? $"Microsoft.Compute/virtualMachines/{item.Name}" : $"Microsoft.Sql/servers/main/databases/{item.Name}")}".ToLowerInvariant(),
                                    },
                                },
                                data = Steps(span[0], span[1]).Select(at => new { timeStamp = Iso(at), average = item.Cpu }),
                            }),
                        },
                    },
                });
        }

        Task PageAsync(Func<FakeItem, object> show)
        {
            var (items, next) = account.Page(operation, http.Request.Query["$skiptoken"]);
            var value = items.Select(show);
            return next is null ? WriteAsync(http, new { value })
                : WriteAsync(http, new { value, nextLink = $"https://elsewhere.example{path}?api-version={http.Request.Query["api-version"]}&%24skiptoken={next}" });
        }
    }
}
