using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ServiceDefaults.Tests;

/// <summary>Every error has a truthful status and a sentence, and never an exception's own text.</summary>
public sealed class ErrorTests
{
    private const string Secret = "secret of the inside";

    [Theory]
    [InlineData("{\"count\":")]
    [InlineData("{\"count\":\"many\"}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"count\":", "Development")]
    public async Task Unreadable_json_is_400(string body, string environment = "Production")
    {
        await using var service = await StartAsync(environment);

        var response = await service.Client.PostAsync(new Uri("/things", UriKind.Relative), Json(body), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("valid JSON", (await TestService.BodyAsync(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_content_types_are_415()
    {
        await using var service = await StartAsync();

        var response = await service.Client.PostAsync(new Uri("/things", UriKind.Relative), new StringContent("count=1"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("application/json", (await TestService.BodyAsync(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/nothing", 404, "Not Found")]
    [InlineData("DELETE", "/things", 405, "Method Not Allowed")]
    [InlineData("GET", "/broken", 500, "Internal server error")]
    public async Task Errors_without_a_body_get_one(string method, string path, int status, string detail)
    {
        await using var service = await StartAsync();

        var response = await service.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal($$"""{"detail":"{{detail}}"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Dependency_that_is_away_is_503_and_says_when_to_try_again()
    {
        await using var service = await StartAsync();

        var response = await service.GetAsync("/away");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        var body = await TestService.BodyAsync(response);
        Assert.Equal("service_unavailable", body.GetProperty("error").GetString());
        Assert.StartsWith("The archive is unavailable", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, body.GetRawText(), StringComparison.Ordinal);
    }

    private static Task<TestService> StartAsync(string environment = "Production") => TestService.StartAsync(
        app =>
        {
            app.MapPost("/things", (Thing thing) => thing.Count);
            app.MapGet("/broken", string () => throw new InvalidOperationException(Secret));
            app.MapGet("/away", string () => throw new TimeoutException(Secret));
        },
        services => services.Configure<DependencyFaults>(faults => faults.Add("archive", exception => exception is TimeoutException)),
        environment);

    private static StringContent Json(string body) => new(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
