using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SreCopilot.AuthService.Tests;

/// <summary>
/// Nonsense on every route of the OpenAPI document: the answer is never a 5xx, always has a sentence, and never tells what
/// happened inside. Routes that are added later are covered without being mentioned.
/// </summary>
public sealed class RobustnessTests(AuthServer server) : IClassFixture<AuthServer>
{
    // Enough to get past the first checks; fields that are not named here begin as a word.
    private static readonly Dictionary<string, object> Plausible = new()
    {
        ["email"] = "x@acme.example", ["user_email"] = "x@acme.example", ["password"] = Browser.Password, ["current_password"] = Browser.Password,
        ["new_password"] = Browser.Password, ["role"] = "viewer", ["url"] = "http://127.0.0.1:1", ["integration_type"] = "grafana", ["slug"] = "slug",
        ["timezone"] = "UTC", ["config"] = new Dictionary<string, object>(), ["scopes"] = Array.Empty<string>(), ["expires_in_days"] = 1,
        ["is_active"] = true, ["is_primary"] = true, ["webhook_enabled"] = true, ["status"] = "active", ["project_id"] = Guid.Empty.ToString(),
    };

    private static readonly string[] Values =
    [
        "null", "true", "1", "-1", "0", "1.5", "1e400", "99999999999999999999999", "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\r\\n\"",
        "\"2026-13-45T25:61:61Z\"", "\"not-a-uuid\"", "\"'; drop table users; --\"", "\"../../etc/passwd\"", "\"\\u202e\"", "[]", "[[]]", "[null]", "[1]", "{}", "{\"a\":1,\"a\":2}",
        "{\"\\ud800\":{}}", "{\"token\":\"\\ud800\"}", "[\"\\u0000\"]",
    ];

    private static readonly string[] Bodies =
    [
        "", " ", "{", "}", "[", "[]", "null", "true", "1", "\"x\"", "{\"a\"}", "{\"a\":}", "{'a':1}", "{} {}", "\u0000", "{\"\\u0000\":1}", "\ufeff{}", "<xml/>", "a=b&c=d",
    ];

    private static readonly string[] Ids = ["x", "0", "-1", "null", "%00", "%2e%2e%2f", "a%2Fb", "%3Fa=b", "%F0%9F", "%ff", "00000000-0000-0000-0000-00000000000g", new string('a', 2000)];

    private static readonly string[] QueryValues = ["", "x", "-1", "0", "1.5", "99999999999999999999", "%00", "%ff", "null", "true", "2026-13-45", "'--", "[]", new string('9', 4000)];

    private static readonly string[] MediaTypes = ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "application/octet-stream", "application/json; charset=utf-16"];

    private int _sent;

    [Fact]
    public async Task Nonsense_is_refused_in_words()
    {
        var team = await Team.CreateAsync(server);
        foreach (var operation in await Operation.ListAsync(server))
        {
            var path = operation.Fill(name => (name == "project_id" ? team.ProjectId : Guid.NewGuid()).ToString());
            await TryPathsAsync(team, operation);
            await TryQueriesAsync(team, operation, path);
            if (operation.BodyFields is { } fields)
            {
                await TryBodiesAsync(team, operation, path);
                await TryFieldsAsync(team, operation, path, fields);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{_sent} requests");
        Assert.True(_sent > 2000);
    }

    [Theory]
    [InlineData("/projects/x")]
    [InlineData("/projects/x/members/y")]
    public async Task An_id_that_is_none_is_named(string path)
    {
        var team = await Team.CreateAsync(server);

        var answer = await team.Owner.DeleteAsync(path);

        Assert.Equal((400, "INVALID_UUID"), (answer.Code, answer.Text("error_code")));
        Assert.StartsWith("project_id:", answer.Detail, StringComparison.Ordinal);
    }

    private async Task TryPathsAsync(Team team, Operation operation)
    {
        foreach (var parameter in operation.PathParameters)
        {
            foreach (var id in Ids)
            {
                await TryAsync(team, operation, operation.Fill(name => name == parameter ? id : Guid.NewGuid().ToString()), Content("{}"));
            }
        }
    }

    private async Task TryQueriesAsync(Team team, Operation operation, string path)
    {
        foreach (var name in operation.QueryParameters.Append("unknown"))
        {
            foreach (var value in QueryValues)
            {
                await TryAsync(team, operation, $"{path}?{name}={value}", Content("{}"));
            }

            await TryAsync(team, operation, $"{path}?{name}=1&{name}=2&{name.ToUpperInvariant()}=3", Content("{}"));
        }
    }

    private async Task TryBodiesAsync(Team team, Operation operation, string path)
    {
        foreach (var body in Bodies)
        {
            await TryAsync(team, operation, path, Content(body));
        }

        await TryAsync(team, operation, path, null);
        await TryAsync(team, operation, path, Content(new string('[', 5000) + new string(']', 5000)));
        await TryAsync(team, operation, path, Bytes([(byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', (byte)':', (byte)'1', (byte)'}']));
        foreach (var mediaType in MediaTypes)
        {
            var content = Content("{}");
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
            await TryAsync(team, operation, path, content);
        }
    }

    private async Task TryFieldsAsync(Team team, Operation operation, string path, IReadOnlyList<string> fields)
    {
        foreach (var field in fields)
        {
            foreach (var value in Values)
            {
                await TryAsync(team, operation, path, Content(Body(fields, field, value)));
            }

            await TryAsync(team, operation, path, Content(Body(fields, field, $"\"{new string('x', 100_000)}\"")));
            await TryAsync(team, operation, path, Content(Body(fields, field, $"\"{new string('x', 1_000_000)}\"")));
            var twice = Body(fields, field, "\"a\"");
            await TryAsync(team, operation, path, Content($"{twice[..^1]},\"{field}\":\"b\"}}"));
        }
    }

    private async Task TryAsync(Team team, Operation operation, string path, HttpContent? content)
    {
        var browser = operation.IsInternal ? server.OpenService(tenantId: team.TenantId, projectId: team.ProjectId)
            : operation.Name is "login" or "register" or "refresh" or "logout" ? server.OpenBrowser()
            : team.Owner;
        var sent = content is null ? "no body" : (await content.ReadAsStringAsync()) is var text && text.Length > 200 ? text[..200] : text;
        var (status, body) = await browser.SendRawAsync(operation.Method, path, content);
        _sent++;

        var what = $"{operation.Method} {(path.Length > 300 ? path[..300] : path)} with {sent}: {status} {body}";
        Assert.True(status is >= 200 and < 500, what);
        Assert.False(status >= 400 && !HasSentence(body), what);
        Assert.All(["Exception", "   at ", "System.", "Microsoft.", "Npgsql", "SQLSTATE", "postgres"], tell => Assert.False(status >= 400 && body.Contains(tell, StringComparison.OrdinalIgnoreCase), what));
    }

    // Kestrel itself refuses what is no HTTP, without a body.
    private static bool HasSentence(string body) =>
        body.Length == 0 || (JsonDocument.Parse(body).RootElement.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String && detail.GetString()!.Length > 3);

    private static string Body(IEnumerable<string> fields, string changed, string value) =>
        $"{{{string.Join(',', fields.Select(field => $"\"{field}\":{(field == changed ? value : JsonSerializer.Serialize(Plausible.GetValueOrDefault(field, "word")))}"))}}}";

    private static StringContent Content(string body) => new(body, Encoding.UTF8, "application/json");

    private static ByteArrayContent Bytes(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
