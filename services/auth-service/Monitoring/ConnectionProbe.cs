using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SreCopilot.OutboundHttp;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>Whether a monitoring system answers.</summary>
/// <param name="Success">Whether it does.</param>
/// <param name="Message">For display.</param>
/// <param name="Details">Its version and state, or what went wrong.</param>
/// <param name="ResponseTimeMs">How long the answer took; null when there was none.</param>
internal sealed record ConnectionTestResponse(bool Success, string Message, JsonObject? Details, int? ResponseTimeMs);

/// <summary>Where to knock, and how to say who we are.</summary>
internal sealed record ConnectionTarget(string Type, string Url, string? Username, string? Password, string? ApiKey);

/// <summary>Asks a monitoring system for its state; the address is a user's, so only through the guarded client.</summary>
internal sealed class ConnectionProbe(OutboundClient http)
{
    public async Task<ConnectionTestResponse> TestAsync(ConnectionTarget target, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await GetAsync(target, StatusPath(target.Type), cancel);
        var elapsed = (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (result.Response is not { } answer)
        {
            return Failed(result.Fault!.Value);
        }

        if (!answer.IsSuccess)
        {
            var code = (int)answer.Status;
            return new(false, Explain(code), new JsonObject { ["status_code"] = code }, elapsed);
        }

        if (ReadObject(answer.Body) is not { } body)
        {
            return new(false, $"Something answers there, but it is not {IntegrationType.Display(target.Type)}.", new JsonObject { ["error"] = "the answer is not JSON" }, null);
        }

        return new(true, $"Connected to {IntegrationType.Display(target.Type)}.", await DescribeAsync(target, body, cancel), elapsed);
    }

    private static string StatusPath(string type) => type switch
    {
        IntegrationType.Prometheus => "/api/v1/status/config",
        IntegrationType.Grafana => "/api/health",
        _ => "/api/v2/status",
    };

    private async Task<JsonObject> DescribeAsync(ConnectionTarget target, JsonObject body, CancellationToken cancel)
    {
        switch (target.Type)
        {
            case IntegrationType.Grafana:
                return new() { ["version"] = Text(body, "version"), ["database"] = Text(body, "database") };
            case IntegrationType.AlertManager:
                return new() { ["version"] = Text(body["versionInfo"], "version"), ["cluster"] = Text(body["cluster"], "status") };
            default:
                // The configuration says that it is a Prometheus, but not which.
                var build = (await GetAsync(target, "/api/v1/status/buildinfo", cancel)).Response;
                var version = build is { IsSuccess: true } ? Text(ReadObject(build.Body)?["data"], "version") : null;
                return new() { ["version"] = version, ["status"] = Text(body, "status") };
        }
    }

    private async Task<OutboundResult> GetAsync(ConnectionTarget target, string path, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target.Url + path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Authorization = CreateAuthorization(target);
        return await http.SendAsync(request, OutboundLimits.Probe, cancel);
    }

    // Grafana prefers the key, the others the password.
    private static AuthenticationHeaderValue? CreateAuthorization(ConnectionTarget target)
    {
        var bearer = string.IsNullOrEmpty(target.ApiKey) ? null : new AuthenticationHeaderValue("Bearer", target.ApiKey);
        var basic = string.IsNullOrEmpty(target.Username)
            ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{target.Username}:{target.Password}")));
        return target.Type == IntegrationType.Grafana ? bearer ?? basic : basic ?? bearer;
    }

    private static ConnectionTestResponse Failed(OutboundFault fault) =>
        new(false, fault.Describe(), new JsonObject { ["error"] = fault == OutboundFault.TimedOut ? "timeout" : fault.Describe() }, null);

    private static string Explain(int status) => status switch
    {
        401 or 403 => "The server refused the credentials: check user name, password and API key.",
        404 => "The server answers, but not at this path: check the URL.",
        _ => string.Create(CultureInfo.InvariantCulture, $"The server answered with status {status}."),
    };

    private static JsonObject? ReadObject(byte[] body)
    {
        try
        {
            // Checked, because a JsonObject with a doubled field fails only when it is looked at.
            return Secrets.ConfigObject.Read(JsonDocument.Parse(body).RootElement, int.MaxValue);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonNode? parent, string name) =>
        parent is JsonObject known && known[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
