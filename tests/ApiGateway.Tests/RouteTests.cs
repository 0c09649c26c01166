using System.Net;
using Microsoft.AspNetCore.Routing;
using SreCopilot.ApiGateway.Proxying;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>What is not in the route table does not exist, however its path is written.</summary>
public sealed class RouteTests
{
    private static readonly string Token = Gateway.AccessToken(TestUser.New());

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/auth/verify")]
    [InlineData("/api/v1/auth")]
    [InlineData("/register")]
    [InlineData("/api/v1/auth/me/extra")]
    [InlineData("/api/v1/auth/me%2Fextra")]
    [InlineData("/api/v1/auth/me%2F..%2Fverify")]
    [InlineData("/api/v1/auth/..%2Fauth/me")]
    [InlineData("/api/v1/auth%2Fme")]
    [InlineData("/api/v1/auth/me%3Fx=1")]
    [InlineData("/api/v1/auth/me%00")]
    [InlineData("/api/v1/auth/me%252F")]
    [InlineData("//api/v1/auth/me")]
    public async Task Other_paths_are_404(string path)
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        var response = await RawHttp.GetAsync(gateway.Client.BaseAddress!, path, $"Authorization: Bearer {Token}");

        // A NUL is refused by the server itself.
        Assert.True(response.Status is 404 or 400, response.Text);
        Assert.Empty(auth.Received);
    }

    [Fact]
    public async Task Not_found_has_the_contracts_body()
    {
        await using var gateway = Gateway.Start([]);

        var response = await gateway.SendAsync(HttpMethod.Get, "/api/v1/nothing");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("""{"detail":"Not Found"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("GET", "/api/v1/auth/login")]
    [InlineData("DELETE", "/api/v1/auth/me")]
    [InlineData("POST", "/api/v1/status")]
    public async Task Other_methods_are_405(string method, string path)
    {
        await using var auth = await TestBackend.StartAsync();
        await using var gateway = Gateway.Start(auth);

        var response = await gateway.SendAsync(new HttpMethod(method), path, ("Authorization", $"Bearer {Token}"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("Method Not Allowed", await Detail.OfAsync(response));
        Assert.NotEmpty(response.Content.Headers.Allow);
        Assert.Empty(auth.Received);
    }

    [Theory]
    [InlineData("4f7c", "/projects/4f7c/members")]
    [InlineData("a b?x=1#y&z", "/projects/a%20b%3Fx%3D1%23y%26z/members")]
    [InlineData("%25", "/projects/%2525/members")]
    [InlineData("..", null)]
    [InlineData(".", null)]
    [InlineData("a/b", null)]
    [InlineData("a\\b", null)]
    [InlineData("a%2Fb", null)]
    [InlineData("a%2fb", null)]
    [InlineData("a\0b", null)]
    [InlineData("", null)]
    public void Value_of_a_path_stays_one_segment(string value, string? expected)
    {
        var path = new BackendPath("/projects/{project_id}/members");

        Assert.Equal(expected, path.Expand(new RouteValueDictionary { ["project_id"] = value }));
    }
}
