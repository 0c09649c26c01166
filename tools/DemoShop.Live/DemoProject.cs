using System.Text.Json;
using System.Text.Json.Nodes;

namespace SreCopilot.DemoShop.Live;

/// <summary>The demo account and its project: made the first time, found again later.</summary>
internal sealed class DemoProject(PlatformClient platform, DemoSettings settings)
{
    /// <summary>What everything of the demo is called that has no better name.</summary>
    public const string Name = "Demo shop";

    private string _token = "";
    private string _project = "";
    private string _key = "";

    /// <summary>Signs in, or registers, and takes a new API key; that of an earlier run is revoked.</summary>
    public async Task EnterAsync(CancellationToken cancel)
    {
        await SignInAsync(cancel);
        var keys = $"/api/v1/projects/{_project}/api-keys";
        foreach (var old in (await AskAsync(HttpMethod.Get, keys, null, cancel)).EnumerateArray().Where(key => key.GetProperty("name").GetString() == Name))
        {
            await platform.SendAsync(HttpMethod.Delete, $"{keys}/{old.GetProperty("id").GetString()}", null, _token, cancel);
        }

        var scopes = new JsonArray("ingest:traces", "ingest:logs", "ingest:metrics", "ingest:infrastructure", "ingest:browser");
        _key = (await AskAsync(HttpMethod.Post, keys, new JsonObject { ["name"] = Name, ["scopes"] = scopes }, cancel)).GetProperty("raw_key").GetString()!;
    }

    /// <summary>When the newest visit began; null: there was none.</summary>
    public async Task<DateTimeOffset?> FindLastVisitAsync(CancellationToken cancel)
    {
        var traces = await AskAsync(HttpMethod.Get, "/api/v1/traces?service=storefront&limit=1", null, cancel);
        return traces.GetArrayLength() == 0 ? null : traces[0].GetProperty("timestamp").GetDateTimeOffset();
    }

    /// <summary>Sends what the shop sends.</summary>
    public async Task SendAsync(ShopRequest request, CancellationToken cancel)
    {
        if (request.Scope.Length == 0)
        {
            // An hour may lie between two deployments: longer than a token lives.
            await SignInAsync(cancel);
            await AskAsync(HttpMethod.Post, request.PublicPath, JsonNode.Parse(request.Body.Span), cancel);
        }
        else if (await platform.IngestAsync(request, _key, cancel) is { IsSuccess: false } refusal)
        {
            throw new DemoException($"{request.PublicPath} was refused: {refusal.Body}");
        }
    }

    /// <summary>Asks as the demo account.</summary>
    public async Task<JsonElement> AskAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancel)
    {
        var answer = await platform.SendAsync(method, path, body, _token, cancel);
        return answer.IsSuccess ? answer.Body : throw new DemoException($"{method} {path} was refused: {answer.Body}");
    }

    private async Task SignInAsync(CancellationToken cancel)
    {
        var credentials = new JsonObject { ["email"] = settings.Email, ["password"] = settings.Password };
        var answer = await platform.SendAsync(HttpMethod.Post, "/api/v1/auth/login", credentials, null, cancel);
        if (!answer.IsSuccess)
        {
            credentials["full_name"] = "Demo";
            credentials["tenant_name"] = Name;
            answer = await platform.SendAsync(HttpMethod.Post, "/api/v1/auth/register", credentials, null, cancel);
        }

        if (!answer.IsSuccess)
        {
            throw new DemoException($"{settings.Email} can neither sign in nor register. If it exists with another password, set DEMO_PASSWORD to that or begin with empty data. {answer.Body}");
        }

        _token = answer.Text("access_token");
        _project = answer.Body.GetProperty("user").GetProperty("current_project_id").GetString()!;
    }
}
