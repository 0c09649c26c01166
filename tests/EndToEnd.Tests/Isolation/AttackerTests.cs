using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace SreCopilot.EndToEnd.Tests.Isolation;

/// <summary>
/// Walks every route of the public API as somebody who has no business there. The routes come from the API description, so a
/// new one is covered the day it appears.
/// </summary>
public sealed class AttackerTests(PlatformFixture fixture, ITestOutputHelper output) : IAsyncLifetime
{
    private readonly RunningPlatform _platform = fixture.Platform;
    private IReadOnlyList<ApiRoute> _routes = [];
    private Victim _victim = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var gateway = _platform.CreateClient("api-gateway");
        _routes = await ApiRoute.ReadAllAsync(gateway, Cancellation);
        _victim = await Victim.CreateAsync(_platform, Cancellation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Another_tenant_gets_nothing_and_changes_nothing() =>
        await AssertKeptOutAsync(await Account.RegisterAsync(_platform, Cancellation));

    [Fact]
    public async Task Another_project_of_the_same_tenant_gets_nothing_and_changes_nothing()
    {
        var other = await _victim.Owner.PostAsync("/api/v1/projects", new { name = "Elsewhere", slug = $"elsewhere-{Guid.NewGuid():N}" }, Cancellation);
        await AssertKeptOutAsync(await _victim.Owner.InviteAsync(_platform, "engineer", other.GetProperty("id").GetGuid(), "engineer", Cancellation));
    }

    [Fact]
    public async Task A_viewer_changes_nothing()
    {
        var viewer = await _victim.Owner.InviteAsync(_platform, "viewer", _victim.ProjectId, "viewer", Cancellation);
        var routes = _routes.Where(route => route.IsForUsers && route.ChangesSomething && !route.IsForOnesOwn).ToList();
        var before = await ReadRowsAsync();

        foreach (var route in routes)
        {
            using var response = await SendAsync(viewer.Client, route);
            // A query may be a POST; that it changes nothing is checked below.
            Assert.True(route.Access == "role:viewer" || response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound, await DescribeAsync(route, response));
        }

        await AssertNothingChangedAsync(before, viewer.Client, routes.Count);
    }

    public static TheoryData<string> UselessTokens => ["none", "expired", "signed with another key", "unsigned", "refresh token", "WebSocket ticket"];

    [Theory]
    [MemberData(nameof(UselessTokens))]
    public async Task A_useless_token_opens_nothing(string kind)
    {
        var owner = _victim.Owner;
        var token = kind switch
        {
            "expired" => Tokens.Expired(owner.AccessToken, RunningPlatform.AccessTokenKey),
            "signed with another key" => Tokens.SignedWith(owner.AccessToken, new string('k', 48)),
            "unsigned" => Tokens.Unsigned(owner.AccessToken),
            "refresh token" => owner.RefreshToken,
            "WebSocket ticket" => (await owner.SendAsync(HttpMethod.Get, "/api/v1/auth/ws-token", body: null, Cancellation)).GetProperty("token").GetString(),
            _ => null,
        };
        using var client = _platform.CreateClient();
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        var routes = _routes.Where(route => route.IsForUsers || route.IsForApiKeys).ToList();
        var before = await ReadRowsAsync();

        foreach (var route in routes)
        {
            using var response = await SendAsync(client, route);
            Assert.True(response.StatusCode is HttpStatusCode.Unauthorized, await DescribeAsync(route, response));
        }

        await AssertNothingChangedAsync(before, owner.Client, routes.Count);
    }

    private async Task AssertKeptOutAsync(Account attacker)
    {
        var routes = _routes.Where(route => route.IsForUsers || route.IsForApiKeys).ToList();
        var before = await ReadRowsAsync();

        foreach (var route in routes)
        {
            using var response = await SendAsync(attacker.Client, route);
            var text = await ReadAsync(response);
            Assert.True((int)response.StatusCode < 500, await DescribeAsync(route, response));
            Assert.DoesNotContain(_victim.Mark, text, StringComparison.Ordinal);
            if (_victim.IsNamedIn(route))
            {
                Assert.True(response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound, await DescribeAsync(route, response));
            }
        }

        await AssertNothingChangedAsync(before, attacker.Client, routes.Count);
    }

    /// <summary>The request that would do harm if it were let in: the victim's ids in path, query and body.</summary>
    private Task<HttpResponseMessage> SendAsync(HttpClient client, ApiRoute route)
    {
        var request = new HttpRequestMessage(route.Method, $"{_victim.Fill(route.Path)}?project_id={_victim.ProjectId}&tenant_id={_victim.Owner.TenantId}&include_secrets=true")
        {
            Content = route.ChangesSomething ? JsonContent.Create(_victim.Body) : null,
        };
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadRowsAsync()
    {
        var rows = await ProjectRows.ReadAsync(await _platform.GetDatabaseAsync(), _victim.ProjectId, Cancellation);
        // Else the comparison would prove nothing.
        Assert.True(rows.Values.Count(text => text.Contains(_victim.Mark, StringComparison.Ordinal)) >= 3, string.Join('\n', rows.Keys));
        return rows;
    }

    private async Task AssertNothingChangedAsync(IReadOnlyDictionary<string, string> before, HttpClient stillSignedIn, int routes)
    {
        Assert.Equal(before, await ReadRowsAsync());
        // Had the attacker been signed out on the way, the rest of the walk would have proved nothing.
        using var me = await stillSignedIn.GetAsync("/api/v1/auth/me", Cancellation);
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
        Assert.True(routes >= 40, $"Only {routes} routes were tried.");
        output.WriteLine($"{routes} (route x persona) pairs tried.");
    }

    private static async Task<string> DescribeAsync(ApiRoute route, HttpResponseMessage response) =>
        $"{route}: {(int)response.StatusCode} {await ReadAsync(response)}";

    // A stream of events, here of the attacker's own project, does not end.
    private static async Task<string> ReadAsync(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await response.Content.ReadAsStringAsync(Cancellation);
}
