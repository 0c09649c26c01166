using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SreCopilot.OutboundHttp;

namespace SreCopilot.ApiGateway.Settings.Probes;

/// <summary>Tries connections that speak HTTP (contract: api-gateway.md section 4).</summary>
internal sealed class HttpProbe(OutboundClient outbound, IOptions<ProbeOptions> options)
{
    private const string Text = "SRE Copilot: this is a test of the connection. Nothing needs to be done.";

    // Prometheus answers its whole configuration.
    private static readonly OutboundLimits Limits = new(TimeSpan.FromSeconds(10), 4 * 1024 * 1024);

    public Task<TestResult> TryAsync(string category, JsonObject config, CancellationToken cancel)
    {
        var url = config.Text("url", "base_url");
        return category switch
        {
            Categories.Slack => SendAsync("webhook_url", config.Text("webhook_url"), new() { ["text"] = Text }, [200], cancel),
            Categories.Teams => SendAsync("webhook_url", config.Text("webhook_url"), new() { ["@type"] = "MessageCard", ["@context"] = "https://schema.org/extensions", ["text"] = Text }, [200, 202], cancel),
            Categories.Webhook => SendAsync("url", config.Text("url"), new() { ["event"] = "connection_test", ["source"] = "sre-copilot" }, [200, 201, 202, 204], cancel),
            Categories.PagerDuty => TryPagerDutyAsync(config, cancel),
            Categories.Prometheus => AskAsync("url", url, ["/-/healthy", "/api/v1/status/config"], BearerOrBasic(config), cancel),
            Categories.Alertmanager => AskAsync("url", url, ["/api/v2/status", "/-/healthy"], BearerOrBasic(config), cancel),
            Categories.Grafana => AskAsync("url", url, ["/api/health"], BearerOrBasic(config), cancel),
            Categories.OpenAi => TryOpenAiAsync(config, cancel),
            Categories.AzureOpenAi => TryAzureOpenAiAsync(config, cancel),
            _ => throw new InvalidOperationException($"No probe for {category}."),
        };
    }

    private async Task<TestResult> TryPagerDutyAsync(JsonObject config, CancellationToken cancel)
    {
        if (config.Text("api_key") is { } apiKey)
        {
            return await AskAsync("api_key", options.Value.PagerDutyApi, ["/users/me"], Header("Authorization", $"Token token={apiKey}"), cancel);
        }

        // Resolving what was never triggered is accepted for a right key and alarms nobody.
        return config.Text("integration_key", "routing_key") is { } key
            ? await SendAsync("integration_key", $"{options.Value.PagerDutyEvents}/v2/enqueue", new() { ["routing_key"] = key, ["event_action"] = "resolve", ["dedup_key"] = "sre-copilot-connection-test" }, [202], cancel)
            : Missing("integration_key");
    }

    private async Task<TestResult> TryOpenAiAsync(JsonObject config, CancellationToken cancel) =>
        config.Text("api_key", "OPENAI_API_KEY") is { } key
            ? await AskAsync("api_key", options.Value.OpenAiApi, ["/v1/models"], Header("Authorization", $"Bearer {key}"), cancel)
            : Missing("api_key");

    private async Task<TestResult> TryAzureOpenAiAsync(JsonObject config, CancellationToken cancel) =>
        config.Text("api_key") is { } key
            ? await AskAsync("endpoint", config.Text("endpoint", "api_base"), ["/openai/deployments?api-version=2024-02-15-preview"], Header("api-key", key), cancel)
            : Missing("api_key");

    private static Action<HttpRequestHeaders> BearerOrBasic(JsonObject config) =>
        config.Text("api_key", "token") is { } token ? Header("Authorization", $"Bearer {token}")
        : config.Text("username", "user") is { } user ? Header("Authorization", $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{config.Text("password")}"))}")
        : _ => { };

    // Without validation of the header's grammar; a line break would be refused when it is sent.
    private static Action<HttpRequestHeaders> Header(string name, string value) => headers => headers.TryAddWithoutValidation(name, value);

    /// <summary>Success when one of the paths answers 200.</summary>
    private async Task<TestResult> AskAsync(string field, string? baseUrl, string[] paths, Action<HttpRequestHeaders> authorize, CancellationToken cancel)
    {
        if (baseUrl is null)
        {
            return Missing(field);
        }

        TestResult result = Missing(field);
        foreach (var path in paths)
        {
            result = await CallAsync(HttpMethod.Get, baseUrl.TrimEnd('/') + path, null, authorize, [200], cancel);
            if (result.Success)
            {
                break;
            }
        }

        return result;
    }

    private Task<TestResult> SendAsync(string field, string? url, JsonObject body, int[] good, CancellationToken cancel) =>
        url is null ? Task.FromResult(Missing(field)) : CallAsync(HttpMethod.Post, url, body, _ => { }, good, cancel);

    private async Task<TestResult> CallAsync(HttpMethod method, string url, JsonObject? body, Action<HttpRequestHeaders> authorize, int[] good, CancellationToken cancel)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            return new TestResult(false, OutboundFault.BadAddress.Describe());
        }

        using var request = new HttpRequestMessage(method, address);
        authorize(request.Headers);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), MediaTypeHeaderValue.Parse("application/json"));
        }

        var (response, fault) = await outbound.SendAsync(request, Limits, cancel);
        return response is null ? new TestResult(false, fault!.Value.Describe())
            : good.Contains((int)response.Status) ? new TestResult(true, "The connection works.")
            : new TestResult(false, Explain((int)response.Status));
    }

    private static string Explain(int status) => status switch
    {
        401 or 403 => $"The other side answered but refused the credentials (HTTP {status}). Check key, token or password.",
        404 => "The other side answered but does not know this path (HTTP 404). Check the address.",
        _ => $"The other side answered with HTTP {status}.",
    };

    private static TestResult Missing(string field) => new(false, $"{field} is missing. Fill it in and test again.");
}
