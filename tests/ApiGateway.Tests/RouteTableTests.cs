using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SreCopilot.ApiGateway.Callers;
using SreCopilot.ApiGateway.Proxying;
using SreCopilot.Identity;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>Every line of the route table, one after the other, against a backend that keeps what it was asked.</summary>
public sealed class RouteTableTests(RouteTableTests.Platform platform) : IClassFixture<RouteTableTests.Platform>
{
    private static readonly TestUser Ana = TestUser.New();

    public static TheoryData<string, string> Routes => [.. RouteTable.All.Select(route => (route.Method, route.PublicPath))];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Reaches_its_service_with_the_caller_and_nothing_forged(string method, string path)
    {
        var route = Find(method, path);
        var (response, received) = await platform.SendAsync(
            route, Ana, "?page=2&project_id=11111111-1111-1111-1111-111111111111&Project_id=x&tenant_id=y&a=%2F..%2Fb",
            """{"name":"kept","project_id":"forged","Tenant_Id":"forged","user\u005fid":"forged"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(received);
        Assert.Equal(route.Backend.Name, received.Service);
        Assert.Equal(method, received.Request.Method);

        var (backendPath, query) = Split(received.Request.Target);
        Assert.Equal(Fill(route.BackendPath), backendPath);
        Assert.Equal(
            route.Injects == Injects.Nothing
                ? "?page=2&project_id=11111111-1111-1111-1111-111111111111&Project_id=x&tenant_id=y&a=%2F..%2Fb"
                : $"?project_id={Ana.ProjectId}&page=2&a=%2F..%2Fb",
            query);
        if (route.Injects == Injects.Body)
        {
            using var body = JsonDocument.Parse(received.Request.Body);
            Assert.Equal(
                [("project_id", $"{Ana.ProjectId}"), ("tenant_id", $"{Ana.TenantId}"), ("name", "kept")],
                body.RootElement.EnumerateObject().Select(field => (field.Name, field.Value.GetString()!)));
        }
        else if (method != "GET" && method != "DELETE")
        {
            Assert.Contains("forged", received.Request.Body, StringComparison.Ordinal);
        }

        await AssertCallerAsync(route, received.Request);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Refuses_who_may_not_call_without_asking_the_service(string method, string path)
    {
        var route = Find(method, path);
        var refused = new List<(HttpStatusCode, int)>();
        if (route.Access.Credential is Credential.AccessToken)
        {
            refused.Add((await platform.StatusAsync(route, []), 401));
            refused.Add((await platform.StatusAsync(route, [("X-API-Key", Platform.Key("ingest:metrics"))]), 401));
        }

        if (route.Access.Role is { } role)
        {
            refused.Add((await platform.StatusAsync(route, [(Ana with { ProjectRole = "nothing" }).Bearer]), 403));
            refused.AddRange(role > ProjectRole.Viewer ? [(await platform.StatusAsync(route, [(Ana with { ProjectRole = "viewer" }).Bearer]), 403)] : []);
            refused.AddRange(role > ProjectRole.Engineer ? [(await platform.StatusAsync(route, [(Ana with { ProjectRole = "engineer" }).Bearer]), 403)] : []);
        }

        if (route.Access.Scope is { } scope)
        {
            refused.Add((await platform.StatusAsync(route, []), 401));
            refused.Add((await platform.StatusAsync(route, [Ana.Bearer]), 401));
            refused.Add((await platform.StatusAsync(route, [("X-API-Key", "srec_short")]), 401));
            refused.Add((await platform.StatusAsync(route, [("X-API-Key", Platform.Key("unknown"))]), 401));
            refused.Add((await platform.StatusAsync(route, [("X-API-Key", Platform.Key(ApiKeyScopes.All.First(other => other != scope)))]), 403));
        }

        if (route.Access.Credential == Credential.RefreshCookie)
        {
            refused.Add((await platform.StatusAsync(route, [Ana.Bearer]), 401));
        }

        Assert.All(refused, pair => Assert.Equal(pair.Item2, (int)pair.Item1));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Created_is_200_and_errors_are_passed_on_as_they_are(string method, string path)
    {
        var route = Find(method, path);
        var created = await platform.SendAsync(route, Ana, "?answer=201", "{}");
        var conflict = await platform.SendAsync(route, Ana, "?answer=409", "{}");

        Assert.Equal(route.Access.Credential == Credential.Webhook ? 201 : 200, (int)created.Response.StatusCode);
        Assert.Equal(409, (int)conflict.Response.StatusCode);
        Assert.Equal("the service's own words", await Detail.OfAsync(conflict.Response));
    }

    [Fact]
    public void No_line_is_there_twice_and_every_line_goes_under_the_public_prefix()
    {
        Assert.Equal(RouteTable.All.Count, RouteTable.All.DistinctBy(route => (route.Method, route.PublicPath)).Count());
        Assert.All(RouteTable.All, route => Assert.StartsWith("/api/v1/", route.PublicPath, StringComparison.Ordinal));
        Assert.DoesNotContain(RouteTable.All, route => route.BackendPath.StartsWith("/internal", StringComparison.OrdinalIgnoreCase));
    }

    private static ProxyRoute Find(string method, string path) => RouteTable.All.Single(route => route.Method == method && route.PublicPath == path);

    private static (string Path, string Query) Split(string target) => (target.Split('?')[0], target[target.IndexOf('?', StringComparison.Ordinal)..]);

    // A value that would be another path and another query if it were not encoded.
    private static string Fill(string template) => template.Contains('{', StringComparison.Ordinal) ? string.Concat(template.Split('{', '}').Select((piece, i) => i % 2 == 0 ? piece : "a%20b%3Fc%23d")) : template;

    private static async Task AssertCallerAsync(ProxyRoute route, ReceivedRequest request)
    {
        var caller = await Gateway.ReadCallerAsync(request);
        Assert.NotNull(caller);
        var expected = route.Access.Credential switch
        {
            Credential.ApiKey => (CallerKind.ApiKey, null, Platform.TenantId, Platform.ProjectId),
            Credential.AccessToken => (CallerKind.User, (Guid?)Ana.Id, Ana.TenantId, Ana.ProjectId),
            _ => (caller.Kind, caller.UserId, caller.TenantId, caller.ProjectId),
        };
        Assert.Equal(expected, (caller.Kind, caller.UserId, caller.TenantId, caller.ProjectId));
        Assert.Equal(route.Access.Scope is { } scope ? [scope] : [], caller.Scopes);
        Assert.DoesNotContain("X-API-Key", request.Headers.Keys);
        Assert.Equal(route.Access.Credential == Credential.Webhook, request.Headers.ContainsKey("Authorization"));
    }

    /// <summary>One gateway and one backend per service, for all tests of the class.</summary>
    public sealed class Platform : IAsyncLifetime
    {
        public static readonly Guid TenantId = Guid.NewGuid();
        public static readonly Guid ProjectId = Guid.NewGuid();

        private readonly Dictionary<string, TestBackend> _backends = [];
        private Gateway _gateway = null!;

        /// <summary>A well-formed key that auth-service knows to have one scope.</summary>
        public static string Key(string scope) => "srec_" + scope.Replace(':', '-').PadRight(64, '0');

        public async ValueTask InitializeAsync()
        {
            foreach (var backend in Backend.All)
            {
                _backends[backend.Name] = await TestBackend.StartAsync(AnswerAsync);
            }

            _backends[Backend.Auth.Name].Internal = VerifyAsync;
            _gateway = await Gateway.StartReadyAsync(Backend.All.Select(backend => (backend.Variable, _backends[backend.Name].Address)));
        }

        internal async Task<HttpStatusCode> StatusAsync(ProxyRoute route, (string, string)[] headers)
        {
            var response = await SendAsync(route, "", "{}", headers);
            Assert.False(string.IsNullOrWhiteSpace(await Detail.OfAsync(response.Response)));
            Assert.Null(response.Received);
            return response.Response.StatusCode;
        }

        internal Task<(HttpResponseMessage Response, Received? Received)> SendAsync(ProxyRoute route, TestUser user, string query, string body) => SendAsync(route, query, body, route.Access switch
        {
            { Scope: { } scope } => [("X-API-Key", Key(scope)), user.Bearer],
            { Credential: Credential.RefreshCookie } => [("Cookie", "refresh_token=r"), ("Sec-Fetch-Site", "same-origin")],
            _ => [user.Bearer, ("X-API-Key", Key("ingest:metrics"))],
        });

        public async ValueTask DisposeAsync()
        {
            await _gateway.DisposeAsync();
            foreach (var backend in _backends.Values)
            {
                await backend.DisposeAsync();
            }
        }

        private async Task<(HttpResponseMessage Response, Received? Received)> SendAsync(ProxyRoute route, string query, string body, (string, string)[] headers)
        {
            var mark = Guid.NewGuid().ToString("N");
            var path = string.Concat(route.PublicPath.Split('{', '}').Select((piece, i) => i % 2 == 0 ? piece : "a%20b%3Fc%23d"));
            var response = await _gateway.SendJsonAsync(
                new HttpMethod(route.Method), path + query, route.Method is "GET" or "DELETE" ? null : body, [.. headers, ("User-Agent", mark)]);
            var received = _backends.SelectMany(backend => backend.Value.Received.Select(request => new Received(backend.Key, request)))
                .SingleOrDefault(one => one.Request.Headers["User-Agent"] == mark);
            return (response, received);
        }

        private static Task AnswerAsync(HttpContext context)
        {
            context.Response.StatusCode = int.TryParse(context.Request.Query["answer"], out var status) ? status : 200;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{"detail":"the service's own words"}""");
        }

        private static async Task VerifyAsync(HttpContext context)
        {
            if (context.Request.Path == "/internal/revocations")
            {
                await context.Response.WriteAsync("""{"cursor":"1","revocations":[]}""");
                return;
            }

            using var question = await JsonDocument.ParseAsync(context.Request.Body);
            var key = question.RootElement.GetProperty("key").GetString()!;
            var scope = key["srec_".Length..].TrimEnd('0').Replace('-', ':');
            if (!ApiKeyScopes.All.Contains(scope))
            {
                context.Response.StatusCode = 401;
                return;
            }

            await context.Response.WriteAsync(
                $$"""{"api_key_id":"{{new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}}","tenant_id":"{{TenantId}}","project_id":"{{ProjectId}}","scopes":["{{scope}}"],"expires_at":null}""");
        }
    }

    internal sealed record Received(string Service, ReceivedRequest Request);
}
