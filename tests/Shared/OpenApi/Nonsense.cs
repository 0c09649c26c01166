using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SreCopilot.Tests;

/// <summary>
/// Sends nonsense to an operation in every place that it reads: the answer is never a 5xx, always has a sentence, and never
/// tells what happened inside.
/// </summary>
/// <param name="send">Sends one request as somebody who may call the operation.</param>
/// <param name="idOf">A value for a path parameter that gets past the first checks.</param>
/// <param name="plausible">The same for fields of bodies; others begin as a word.</param>
internal sealed class Nonsense(
    Func<Operation, string, HttpContent?, Task<(int Status, string Body)>> send, Func<string, string> idOf, IReadOnlyDictionary<string, object> plausible)
{
    private static readonly string[] Values =
    [
        "null", "true", "1", "-1", "0", "1.5", "1e400", "99999999999999999999999", "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\r\\n\"",
        "\"2026-13-45T25:61:61Z\"", "\"not-a-uuid\"", "\"'; drop table users; --\"", "\"../../etc/passwd\"", "\"\\u202e\"", "[]", "[[]]", "[null]", "[1]", "[{}]", "{}", "{\"a\":1,\"a\":2}",
        "{\"\\ud800\":{}}", "{\"token\":\"\\ud800\"}", "[\"\\u0000\"]",
    ];

    private static readonly string[] Bodies =
    [
        "", " ", "{", "}", "[", "[]", "null", "true", "1", "\"x\"", "{\"a\"}", "{\"a\":}", "{'a':1}", "{} {}", "\u0000", "{\"\\u0000\":1}", "\ufeff{}", "<xml/>", "a=b&c=d",
    ];

    private static readonly string[] Ids = ["x", "0", "-1", "null", "%00", "%2e%2e%2f", "a%2Fb", "%3Fa=b", "%F0%9F", "%ff", "00000000-0000-0000-0000-00000000000g", new string('a', 2000)];

    private static readonly string[] QueryValues = ["", "x", "-1", "0", "1.5", "99999999999999999999", "%00", "%ff", "null", "true", "2026-13-45", "'--", "[]", new string('9', 4000)];

    private static readonly string[] MediaTypes = ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "application/octet-stream", "application/json; charset=utf-16"];

    /// <summary>How many requests were sent.</summary>
    public int Sent { get; private set; }

    public async Task TryAsync(Operation operation)
    {
        var path = operation.Fill(idOf);
        await TryPathsAsync(operation);
        await TryQueriesAsync(operation, path);
        if (operation.BodyFields is { } fields)
        {
            await TryBodiesAsync(operation, path);
            await TryFieldsAsync(operation, path, fields);
        }
    }

    private async Task TryPathsAsync(Operation operation)
    {
        foreach (var parameter in operation.PathParameters)
        {
            foreach (var id in Ids)
            {
                await TryAsync(operation, operation.Fill(name => name == parameter ? id : Guid.NewGuid().ToString()), Content("{}"));
            }
        }
    }

    private async Task TryQueriesAsync(Operation operation, string path)
    {
        foreach (var name in operation.QueryParameters.Append("unknown"))
        {
            foreach (var value in QueryValues)
            {
                await TryAsync(operation, $"{path}?{name}={value}", Content("{}"));
            }

            await TryAsync(operation, $"{path}?{name}=1&{name}=2&{name.ToUpperInvariant()}=3", Content("{}"));
        }
    }

    private async Task TryBodiesAsync(Operation operation, string path)
    {
        foreach (var body in Bodies)
        {
            await TryAsync(operation, path, Content(body));
        }

        await TryAsync(operation, path, null);
        await TryAsync(operation, path, Content(new string('[', 5000) + new string(']', 5000)));
        await TryAsync(operation, path, Bytes([(byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', (byte)':', (byte)'1', (byte)'}']));
        foreach (var mediaType in MediaTypes)
        {
            var content = Content("{}");
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
            await TryAsync(operation, path, content);
        }
    }

    private async Task TryFieldsAsync(Operation operation, string path, IReadOnlyList<string> fields)
    {
        foreach (var field in fields)
        {
            foreach (var value in Values)
            {
                await TryAsync(operation, path, Content(Body(fields, field, value)));
            }

            await TryAsync(operation, path, Content(Body(fields, field, $"\"{new string('x', 100_000)}\"")));
            await TryAsync(operation, path, Content(Body(fields, field, $"\"{new string('x', 1_000_000)}\"")));
            var twice = Body(fields, field, "\"a\"");
            await TryAsync(operation, path, Content($"{twice[..^1]},\"{field}\":\"b\"}}"));
        }
    }

    private async Task TryAsync(Operation operation, string path, HttpContent? content)
    {
        var sent = content is null ? "no body" : (await content.ReadAsStringAsync()) is var text && text.Length > 200 ? text[..200] : text;
        var (status, body) = await send(operation, path, content);
        Sent++;

        var what = $"{operation.Method} {(path.Length > 300 ? path[..300] : path)} with {sent}: {status} {body}";
        Assert.True(status is >= 200 and < 500, what);
        Assert.False(status >= 400 && !HasSentence(body), what);
        Assert.All(["Exception", "   at ", "System.", "Microsoft.", "Npgsql", "SQLSTATE", "postgres"], tell => Assert.False(status >= 400 && body.Contains(tell, StringComparison.OrdinalIgnoreCase), what));
    }

    // Kestrel itself refuses what is no HTTP, without a body.
    private static bool HasSentence(string body) =>
        body.Length == 0 || (JsonDocument.Parse(body).RootElement.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String && detail.GetString()!.Length > 3);

    private string Body(IEnumerable<string> fields, string changed, string value) =>
        $"{{{string.Join(',', fields.Select(field => $"\"{field}\":{(field == changed ? value : JsonSerializer.Serialize(plausible.GetValueOrDefault(field, "word")))}"))}}}";

    private static StringContent Content(string body) => new(body, Encoding.UTF8, "application/json");

    private static ByteArrayContent Bytes(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
