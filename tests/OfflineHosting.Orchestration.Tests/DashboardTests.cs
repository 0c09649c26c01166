using System.Net;
using System.Net.Http.Json;
using Aspire.Hosting.Testing;

namespace OfflineHosting.Orchestration.Tests;

public sealed class DashboardTests
{
    private const string TraceId = "5b8efff798038103d269b633813fc60c";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_dashboard_lets_people_in_with_the_token_and_shows_the_traces_it_was_sent()
    {
        await using var application = TestApplication.CreateBuilder(dashboard: true).Build();
        await application.StartAsync(Cancelled);
        await application.ResourceNotifications.WaitForResourceHealthyAsync("aspire-dashboard", Cancelled);
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = application.GetEndpoint("aspire-dashboard", "http"),
        };

        using var refused = await browser.GetAsync(new Uri("/", UriKind.Relative), Cancelled);
        Assert.Equal("/login", refused.RequestMessage!.RequestUri!.AbsolutePath);
        using var welcome = await browser.GetAsync(new Uri($"/login?t={TestApplication.BrowserToken}", UriKind.Relative), Cancelled);
        Assert.Equal((HttpStatusCode.OK, "/"), (welcome.StatusCode, welcome.RequestMessage!.RequestUri!.AbsolutePath));

        await SendSpanAsync(application.GetEndpoint("aspire-dashboard", "otlp-http"));
        await WaitForTraceAsync(browser.BaseAddress!);
    }

    private static async Task SendSpanAsync(Uri collector)
    {
        using var client = new HttpClient { BaseAddress = collector };
        client.DefaultRequestHeaders.Add("x-otlp-api-key", "otlp-key-of-the-test");
        var start = (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var response = await client.PostAsJsonAsync(new Uri("/v1/traces", UriKind.Relative), new
        {
            resourceSpans = new[]
            {
                new
                {
                    resource = new { attributes = new[] { new { key = "service.name", value = new { stringValue = "sample" } } } },
                    scopeSpans = new[]
                    {
                        new { spans = new[] { new { traceId = TraceId, spanId = "eee19b7ec3c1b174", name = "test", kind = 2, startTimeUnixNano = start, endTimeUnixNano = start } } },
                    },
                },
            },
        }, Cancelled);
        response.EnsureSuccessStatusCode();
    }

    private static async Task WaitForTraceAsync(Uri dashboard)
    {
        using var client = new HttpClient { BaseAddress = dashboard };
        client.DefaultRequestHeaders.Add("x-api-key", "api-key-of-the-test");
        // It stores what it receives in the background.
        await Wait.UntilAsync(async () =>
            (await client.GetStringAsync(new Uri("/api/telemetry/traces", UriKind.Relative), Cancelled)).Contains(TraceId, StringComparison.OrdinalIgnoreCase));
    }
}
