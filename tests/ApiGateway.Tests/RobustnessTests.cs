using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.ApiGateway.Callers;
using SreCopilot.ApiGateway.Proxying;
using SreCopilot.Identity;
using SreCopilot.PostgresFixture;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>Whatever a client sends to whichever route: never a 5xx of the gateway, never the text of an exception. The
/// routes are taken from the running gateway, so a new one is tested without being added here.</summary>
public sealed class RobustnessTests(PostgresServer postgres)
{
    private static readonly string Long = new('a', 1_000_000);
    private static readonly string[] Known =
    [
        "id", "category", "name", "config", "connection_id", "dashboard_uid", "panel_id",
        "panel_ids", "expr", "expressions", "from_time", "to_time", "step",
        "sensitivity", "max_data_points", "target_percentage", "time_window_days", "metric_name", "severity", "latest_value",
    ];

    private static readonly string[] Values = ["x", "%00", "a%00b", "-1", "00000000-0000-0000-0000-00000000000g", "..%2F..", "%F0%9F%92%A9", "'%20or%201=1--", "%25252F", "%FF%FE"];

    private static readonly string[] Queries =
    [
        "?limit=-1&page=x&days=99999999999999", "?limit=1&limit=2&category=a&category=b", "?category=%00", "?from_time=31-31-31&width=NaN&height=1e9", "?%00=%00&=&&&", "?width=%2B600&category_prefix=%27",
    ];

    private static readonly (string Type, string Body)[] Bodies =
    [
        ("application/json", ""), ("application/json", "{"), ("application/json", "null"), ("application/json", "[]"), ("application/json", "\"x\""), ("application/json", "{\"a\":1}{"),
        ("text/plain", "{}"), ("application/x-www-form-urlencoded", "a=b"), ("multipart/form-data; boundary=x", "--x--"), ("application/json; charset=utf-7", "{}"), ("application/json", "\0\0\0"),
        .. Fields("null"), .. Fields("-1"), .. Fields("99999999999999999999"), .. Fields("1e308"), .. Fields("\"x\\u0000y\""), .. Fields("\"\\ud800\""), .. Fields("[[[]]]"), .. Fields("{\"a\":{},\"a\":{}}"), .. Fields("\"31-31-31T99:99\""),
        ("application/json", $$"""{"name":"{{Long}}","metric_name":"{{Long}}","expr":"{{Long}}","dashboard_uid":"{{Long}}","category":"{{Long}}","config":{"url":"{{Long}}"} }"""),
        ("application/json", $$"""{"name":"{{Long}}","category":"database"}"""), ("application/json", $$"""{"expr":"{{Long}}"}"""), ("application/json", $$"""{"metric_name":"{{Long}}"}"""),
        ("application/json", $$"""{"dashboard_uid":"{{Long}}","panel_id":1}"""), ("application/json", $$"""{"category":"observability_grafana","config":{"url":"http://127.0.0.1/{{Long}}"} }"""),
        ("application/json", $$"""{"category":"database","name":"{{Long[..1000]}}","config":{} }"""),
        ("application/json", """{"category":"database","name":"x","config":{"host":"\ud800","port":"x","user":"\u0000","a":{"a":1,"a":2}}}"""),
        ("application/json", """{"category":"redis","config":{"host":"127.0.0.1","port":1,"db":"x","password":"\r\nQUIT"}}"""),
        ("application/json", """{"category":"observability_grafana","config":{"url":"http://[::1","api_key":"a\r\nb"}}"""),
        ("application/json", """{"category":"notification_email","config":{"host":"a\r\nb","port":"25"}}"""),
        ("application/json", string.Concat(Enumerable.Repeat("{\"config\":", 500))),
    ];

    // Values of a wrong type in every field that some endpoint knows.
    private static IEnumerable<(string, string)> Fields(string value) =>
        [("application/json", "{" + string.Join(',', Known.Select(field => $"\"{field}\":{value}")) + "}")];

    [Fact]
    public async Task Nonsense_is_refused_politely_on_every_route()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var backend = await TestBackend.StartAsync();
        backend.Internal = AnswerAsync;
        await using var gateway = await Gateway.StartReadyAsync([.. Backend.All.Select(one => (one.Variable, backend.Address)), ("ConnectionStrings:srecopilot", database.ConnectionString)]);
        var owner = TestUser.New();
        await Wait.UntilAsync(async () => (await gateway.SendAsync(HttpMethod.Get, "/api/v1/settings/connections", owner.Bearer)).IsSuccessStatusCode);

        var failures = new List<string>();
        var requests = 0;
        var endpoints = gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)).ToList();
        await Parallel.ForEachAsync(endpoints, TestContext.Current.CancellationToken, async (endpoint, cancel) =>
        {
            foreach (var attempt in Attempts(endpoint, owner))
            {
                using var response = await gateway.Client.SendAsync(attempt, cancel);
                var text = await response.Content.ReadAsStringAsync(cancel);
                Interlocked.Increment(ref requests);
                // The fake Grafana answers no JSON: 502 is the truth about it.
                if ((int)response.StatusCode is >= 500 and not 502 || text.Contains("Exception", StringComparison.Ordinal) || text.Contains("   at ", StringComparison.Ordinal)
                    || (!response.IsSuccessStatusCode && text.Length > 0 && !HasDetail(text)))
                {
                    lock (failures)
                    {
                        failures.Add($"{(int)response.StatusCode} {attempt.Method} {attempt.RequestUri} {attempt.Content?.Headers.ContentType} {attempt.Content?.Headers.ContentLength} {text[..Math.Min(200, text.Length)]}");
                    }
                }
            }
        });

        Assert.True(requests > 1000);
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
    }

    private static IEnumerable<HttpRequestMessage> Attempts(RouteEndpoint endpoint, TestUser owner)
    {
        var method = new HttpMethod(endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]);
        var template = endpoint.RoutePattern.RawText!;
        foreach (var value in template.Contains('{', StringComparison.Ordinal) ? Values : [])
        {
            yield return New(Fill(template, value), null, null);
        }

        foreach (var query in Queries)
        {
            yield return New(Fill(template, "x") + query, null, null);
        }

        foreach (var (type, body) in method == HttpMethod.Get ? [] : Bodies)
        {
            yield return New(Fill(template, "x"), type, body);
        }

        HttpRequestMessage New(string path, string? type, string? body)
        {
            var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            var (name, value) = endpoint.Metadata.GetMetadata<Access>()?.Credential == Credential.ApiKey ? (Credentials.ApiKeyHeader, "srec_".PadRight(69, '0')) : owner.Bearer;
            request.Headers.TryAddWithoutValidation(name, value);
            if (body is not null)
            {
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
                // A refused body is not read; a client that sends it all the same would only see a broken connection.
                request.Headers.ExpectContinue = body.Length > BodyLimits.Default;
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type!);
            }

            return request;
        }
    }

    private static string Fill(string template, string value) => string.Concat(template.Split('{', '}').Select((piece, i) => i % 2 == 0 ? piece : value));

    private static bool HasDetail(string text)
    {
        try
        {
            using var body = JsonDocument.Parse(text);
            return (body.RootElement.TryGetProperty("detail", out var detail) || body.RootElement.TryGetProperty("message", out detail)) && detail.ValueKind == JsonValueKind.String;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Task AnswerAsync(HttpContext context) => context.Response.WriteAsync(context.Request.Path.Value switch
    {
        "/internal/revocations" => """{"cursor":"1","revocations":[]}""",
        "/internal/api-keys/verify" => $$"""{"api_key_id":"{{Guid.NewGuid()}}","tenant_id":"{{Guid.NewGuid()}}","project_id":"{{Guid.NewGuid()}}","scopes":["{{string.Join("\",\"", ApiKeyScopes.All)}}"]}""",
        _ => $$"""{"id":"{{Guid.NewGuid()}}","name":"G","url":"http://{{context.Request.Host}}/grafana"}""",
    });
}
