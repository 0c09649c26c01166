using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Identity;

namespace SreCopilot.AuthService.Tests;

/// <summary>
/// Replica 0 still runs with last year's keys, replica 1 with the new ones and the old ones as previous, replica 2 with the
/// new ones alone: the three steps of a rotation, on one database.
/// </summary>
public sealed class KeyRotationTests(AuthServer server) : IClassFixture<AuthServer>
{
    private const string NewAccessKey = "the access key of this year, which is long";
    private const string NewInternalKey = "the internal key of this year, which is long";
    private const string NewEncryptionKey = "the encryption key of this year, which is long";

    [Fact]
    public async Task Sessions_survive_a_rotation_of_the_access_key()
    {
        var during = await server.AddReplicaAsync(("JWT_SECRET_KEY", NewAccessKey), ("JWT_PREVIOUS_SECRET_KEY", AuthServer.AccessKey));
        var after = await server.AddReplicaAsync(("JWT_SECRET_KEY", NewAccessKey));
        var team = await Team.CreateAsync(server);
        var browser = Copy(team.Owner, during);

        Assert.Equal(200, (await browser.GetAsync("/me")).Code);
        Assert.Equal(200, (await browser.PostAsync("/refresh")).Code);

        var renewed = Copy(browser, after);
        Assert.Equal(200, (await renewed.GetAsync("/me")).Code);
        Assert.Equal(200, (await renewed.PostAsync("/refresh")).Code);
        Assert.Equal(403, (await Copy(team.Owner, after).GetAsync("/me")).Code); // Nobody: the token is of a key that is gone.
        Assert.Equal(401, (await Copy(team.Owner, after).PostAsync("/refresh")).Code);
    }

    [Fact]
    public async Task Calls_of_a_gateway_with_either_internal_key_are_accepted_during_a_rotation()
    {
        var during = await server.AddReplicaAsync(("INTERNAL_SERVICE_KEY", NewInternalKey), ("INTERNAL_PREVIOUS_SERVICE_KEY", AuthServer.InternalKey));
        var after = await server.AddReplicaAsync(("INTERNAL_SERVICE_KEY", NewInternalKey));
        var caller = new Caller { Kind = CallerKind.Service };

        Assert.Equal((200, 401), (await AskAsync(during, 0), await AskAsync(after, 0)));
        Assert.Equal((200, 200), (await AskAsync(during, after), await AskAsync(after, after)));

        async Task<int> AskAsync(int replica, int signer)
        {
            var gateway = server.OpenBrowser(replica);
            gateway.ExtraHeaders[InternalTokens.HeaderName] = server.ServicesOf(signer).GetRequiredService<InternalTokens>().Issue(caller);
            return (await gateway.SendAsync(HttpMethod.Get, "/internal/revocations", null, internalToken: false)).Code;
        }
    }

    [Fact]
    public async Task Stored_secrets_are_read_with_the_old_key_and_written_with_the_new_one()
    {
        var during = await server.AddReplicaAsync(("ENCRYPTION_KEY", NewEncryptionKey), ("ENCRYPTION_PREVIOUS_KEY", AuthServer.EncryptionKey));
        var after = await server.AddReplicaAsync(("ENCRYPTION_KEY", NewEncryptionKey));
        var team = await Team.CreateAsync(server);
        var integrations = $"{team.Project}/monitoring/integrations";
        var body = new { integration_type = "grafana", name = "G", url = "http://g:3000", password = "p1", config = new { token = "t1", region = "eu" } };
        var (written, untouched) = ((await team.Owner.PostAsync(integrations, body)).Id(), (await team.Owner.PostAsync(integrations, body)).Id());
        var (turning, turned) = (Copy(team.Owner, during), Copy(team.Owner, after));

        Assert.Equal("p1", (await turning.GetAsync($"{integrations}/{written}?include_secrets=true")).Text("password"));
        Assert.Equal(200, (await turning.PatchAsync($"{integrations}/{written}", new { name = "G2" })).Code);

        var secrets = await turned.GetAsync($"{integrations}/{written}?include_secrets=true");
        Assert.Equal(("p1", "***", "eu"), (secrets.Text("password"), secrets.Body.GetProperty("config").GetProperty("token").GetString(), secrets.Body.GetProperty("config").GetProperty("region").GetString()));
        Assert.Equal(43, secrets.Text("webhook_secret").Length);

        // Without the old key the other one's secrets cannot be read. That is no failure of the request, and a change destroys nothing.
        var lost = await turned.GetAsync($"{integrations}/{untouched}?include_secrets=true");
        Assert.Equal((200, null), (lost.Code, lost.Body.GetProperty("password").GetString()));
        Assert.Equal(200, (await turned.PatchAsync($"{integrations}/{untouched}", new { name = "G3" })).Code);
        Assert.Equal("p1", (await turning.GetAsync($"{integrations}/{untouched}?include_secrets=true")).Text("password"));
    }

    private Browser Copy(Browser from, int replica)
    {
        var copy = server.OpenBrowser(replica);
        foreach (var (name, value) in from.Cookies)
        {
            copy.Cookies[name] = value;
        }

        return copy;
    }
}
