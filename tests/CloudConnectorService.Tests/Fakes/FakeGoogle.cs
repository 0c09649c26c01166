using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>Google Cloud: a signed assertion for a token, aggregated lists, pages by token.</summary>
internal sealed class FakeGoogle(TestClock time) : FakeCloud(time)
{
    private readonly ConcurrentDictionary<string, RSA> _keys = new();

    public override string Name => "gcp";

    public override IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>
    {
        [FakeAccount.Compute] = "gce_instance", [FakeAccount.Database] = "cloud_sql_instance", [FakeAccount.LoadBalancer] = "forwarding_rule",
    };

    public override IReadOnlyDictionary<string, string> Permissions { get; } = new Dictionary<string, string>
    {
        [FakeAccount.Compute] = "compute.instances.list", [FakeAccount.Database] = "cloudsql.instances.list", [FakeAccount.LoadBalancer] = "compute.forwardingRules.list",
        [FakeAccount.Metrics] = "monitoring.timeSeries.list",
    };

    public override (string Running, string Stopped) States => ("RUNNING", "TERMINATED");

    public override string Region => "europe-west1";

    /// <summary>The secret of an account is the name of its key; another name has another key.</summary>
    public override object CredentialsOf(FakeAccount account) => new
    {
        type = "service_account", project_id = account.Id, private_key_id = "k1", private_key = _keys.GetOrAdd(account.Secret, _ => RSA.Create(2048)).ExportPkcs8PrivateKeyPem(), client_email = $"{account.Id}@acme.example",
        // Whoever follows this gives the assertion away.
        token_uri = "http://127.0.0.1:1/token",
    };

    protected override async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (path == "/token")
        {
            var form = await http.Request.ReadFormAsync();
            if (form["grant_type"] != "urn:ietf:params:oauth:grant-type:jwt-bearer" || Verify(form["assertion"].ToString()) is not { } account)
            {
                await WriteAsync(http, new { error = "invalid_grant", error_description = $"Invalid JWT Signature. {form["assertion"]}" }, 400);
                return;
            }

            await AnswerAsync(http, account, FakeAccount.Token);
            return;
        }

        var authorization = http.Request.Headers.Authorization.ToString();
        if (!authorization.StartsWith("Bearer ", StringComparison.Ordinal) || UseToken(authorization["Bearer ".Length..]) is not { } owner)
        {
            await WriteAsync(http, new { error = new { code = 401, status = "UNAUTHENTICATED", message = authorization } }, 401);
            return;
        }

        if (!path.Contains($"/projects/{owner.Id}/", StringComparison.Ordinal))
        {
            await WriteAsync(http, new { error = new { code = 404 } }, 404);
            return;
        }

        await AnswerAsync(http, owner, path switch
        {
            _ when path.EndsWith("/aggregated/instances", StringComparison.Ordinal) => FakeAccount.Compute,
            _ when path.EndsWith("/aggregated/forwardingRules", StringComparison.Ordinal) => FakeAccount.LoadBalancer,
            _ when path.EndsWith("/timeSeries", StringComparison.Ordinal) => FakeAccount.Metrics,
            _ => FakeAccount.Database,
        });
    }

    protected override Task RefuseAsync(HttpContext http, string operation) =>
        WriteAsync(http, new { error = new { code = 403, status = "PERMISSION_DENIED", errors = new[] { new { reason = "forbidden" } }, message = http.Request.Headers.Authorization.ToString() } }, 403);

    protected override Task AnswerRealAsync(HttpContext http, FakeAccount account, string operation)
    {
        var query = http.Request.Query;
        var (items, next) = operation == FakeAccount.Metrics ? ([], null) : account.Page(operation, query["pageToken"]);
        var zone = $"https://www.googleapis.com/compute/v1/projects/{account.Id}/zones/{Region}-b";
        var region = $"https://www.googleapis.com/compute/v1/projects/{account.Id}/regions/{Region}";
        switch (operation)
        {
            case FakeAccount.Token:
                return WriteAsync(http, new { token_type = "Bearer", expires_in = 3599, access_token = IssueToken(account) });
            case FakeAccount.Compute:
                return WriteAsync(http, WithNext("items", new Dictionary<string, object>
                {
                    ["zones/us-east1-c"] = new { warning = new { code = "NO_RESULTS_ON_PAGE" } },
                    [$"zones/{Region}-b"] = new
                    {
                        instances = items.Select(item => new
                        {
                            id = item.Number, name = item.Name, zone, selfLink = $"{zone}/instances/{item.Name}", status = item.Runs ? "RUNNING" : "TERMINATED",
                            machineType = $"{zone}/machineTypes/{item.Size}", labels = item.Tags,
                        }),
                    },
                }));
            case FakeAccount.LoadBalancer:
                return WriteAsync(http, WithNext("items", new Dictionary<string, object>
                {
                    [$"regions/{Region}"] = new
                    {
                        forwardingRules = items.Select(item => new { name = item.Name, region, selfLink = $"{region}/forwardingRules/{item.Name}", loadBalancingScheme = item.Size, labels = item.Tags }),
                    },
                }));
            case FakeAccount.Database:
                return WriteAsync(http, WithNext("items", items.Select(item => new
                {
                    name = item.Name, project = account.Id, region = Region, state = "RUNNABLE",
                    settings = new { tier = item.Size, activationPolicy = item.Runs ? "ALWAYS" : "NEVER", userLabels = item.Tags },
                })));
            default:
                var isMachine = query["filter"].ToString().Contains("compute.googleapis.com/instance/cpu/utilization", StringComparison.Ordinal);
                return WriteAsync(http, new
                {
                    timeSeries = (isMachine ? account.Machines : account.Databases).Where(item => item.Runs).Select(item => new
                    {
                        resource = new { labels = new Dictionary<string, string> { ["instance_id"] = item.Number, ["database_id"] = $"{account.Id}:{item.Name}" } },
                        // From and without the first moment to and with the last.
                        points = Steps(query["interval.startTime"]!, query["interval.endTime"]!).Select(at => at.AddMinutes(5))
                            .Select(at => new { interval = new { startTime = Iso(at.AddMinutes(-5)), endTime = Iso(at) }, value = new { doubleValue = item.Cpu / 100 } }),
                    }),
                });
        }

        Dictionary<string, object> WithNext(string name, object value)
        {
            var answer = new Dictionary<string, object> { [name] = value };
            if (next is not null)
            {
                answer["nextPageToken"] = next;
            }

            return answer;
        }
    }

    // Of whom an assertion is: signed by the key of the account, for this address, now, for an hour at most.
    private FakeAccount? Verify(string assertion)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0])).RootElement;
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
        var account = Accounts.FirstOrDefault(one => claims.GetProperty("iss").GetString() == $"{one.Id}@acme.example");
        var (issued, expires, now) = (claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64(), Time.GetUtcNow().ToUnixTimeSeconds());
        return account is not null && header.GetProperty("alg").GetString() == "RS256" && header.GetProperty("kid").GetString() == "k1" && claims.GetProperty("aud").GetString() == $"{Address}/token"
            && claims.GetProperty("scope").GetString() == "https://www.googleapis.com/auth/cloud-platform" && Math.Abs(issued - now) < 300 && expires > now && expires - issued <= 3600
            && _keys.TryGetValue(account.Secret, out var key)
            && key.VerifyData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{parts[0]}.{parts[1]}")), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                ? account
                : null;
    }
}
