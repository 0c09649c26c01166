using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>Dashboards and pictures of their panels.</summary>
internal static class DashboardEndpoints
{
    private static readonly TimeSpan RenderDeadline = TimeSpan.FromSeconds(30);

    public static async Task<Results<Ok<DashboardList>, JsonHttpResult<ErrorBody>>> ListAsync(HttpContext http, GrafanaAccess access, GrafanaClient client, CancellationToken cancel)
    {
        var (grafana, error) = await access.FindAsync(http.GetCaller(), cancel);
        if (grafana is null)
        {
            return error!;
        }

        var answer = await client.GetAsync(grafana, "/api/search?type=dash-db&limit=100", cancel);
        return answer.Json is { } found
            ? TypedResults.Ok(new DashboardList(grafana.Url, grafana.Name, [.. found.AsItems().Select(DashboardItem.Read)]))
            : GrafanaAccess.Explain(answer);
    }

    public static async Task<Results<Ok<DashboardBody>, JsonHttpResult<ErrorBody>>> GetAsync(string uid, HttpContext http, GrafanaAccess access, GrafanaClient client, CancellationToken cancel)
    {
        var (grafana, error) = await access.FindAsync(http.GetCaller(), cancel);
        if (grafana is null)
        {
            return error!;
        }

        var (answer, dashboard, missing) = await ReadAsync(client, grafana, uid, cancel);
        return dashboard is null ? missing! : TypedResults.Ok(DashboardBody.Of(dashboard, answer.Field("meta"), grafana.Url));
    }

    public static async Task<Results<FileContentHttpResult, JsonHttpResult<ErrorBody>>> RenderAsync(
        string uid, string panel_id, string? width, string? height, HttpContext http, GrafanaAccess access, GrafanaClient client, CancellationToken cancel)
    {
        if (!TryReadId(panel_id, out var panel) || !TryReadSize(width, 600, 2000, out var wide) || !TryReadSize(height, 350, 1200, out var high))
        {
            return ApiErrors.BadRequest("panel_id must be a whole number, width from 100 to 2000, height from 100 to 1200.", ErrorCodes.ValidationError);
        }

        var (grafana, error) = await access.FindAsync(http.GetCaller(), cancel);
        if (grafana is null)
        {
            return error!;
        }

        var path = string.Create(CultureInfo.InvariantCulture, $"/render/d-solo/{Uri.EscapeDataString(uid)}?orgId=1&panelId={panel}&width={wide}&height={high}&from=now-6h&to=now&theme=light");
        var (response, fault) = await client.SendAsync(grafana, path, "image/png", RenderDeadline, cancel);
        // Only a picture: anything else of a foreign server would run in our origin.
        return response is { IsSuccess: true } && (response.ContentType ?? "image/png") is var type && type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) && !type.Contains("svg", StringComparison.OrdinalIgnoreCase)
            ? TypedResults.File(response.Body, type)
            : response is { IsSuccess: false } && (int)response.Status >= 400
                ? ApiErrors.Create((int)response.Status == 401 ? 502 : (int)response.Status, $"Grafana could not draw the panel (HTTP {(int)response.Status}). Drawing needs Grafana's image renderer.")
                : GrafanaAccess.Explain(fault, response?.Status);
    }

    public static async Task<Results<Ok<EmbedUrl>, JsonHttpResult<ErrorBody>>> EmbedAsync(string uid, string panel_id, HttpContext http, GrafanaAccess access, CancellationToken cancel)
    {
        if (!TryReadId(panel_id, out var panel))
        {
            return ApiErrors.BadRequest("panel_id must be a whole number.", ErrorCodes.ValidationError);
        }

        var (grafana, error) = await access.FindAsync(http.GetCaller(), cancel);
        return grafana is null
            ? error!
            : TypedResults.Ok(new EmbedUrl(string.Create(CultureInfo.InvariantCulture, $"{grafana.Url.TrimEnd('/')}/d-solo/{Uri.EscapeDataString(uid)}?panelId={panel}&theme=light")));
    }

    /// <summary>Reads a dashboard; or the answer that says why not.</summary>
    public static async Task<(System.Text.Json.JsonElement Answer, Dashboard? Dashboard, JsonHttpResult<ErrorBody>? Error)> ReadAsync(
        GrafanaClient client, GrafanaConnection grafana, string uid, CancellationToken cancel)
    {
        var answer = await client.GetAsync(grafana, $"/api/dashboards/uid/{Uri.EscapeDataString(uid)}", cancel);
        return answer.Json?.Field("dashboard") is { } dashboard ? (answer.Json.Value, new Dashboard(dashboard), null)
            : answer.Status == HttpStatusCode.NotFound ? (default, null, ApiErrors.NotFound("Grafana has no dashboard with this uid."))
            : (default, null, GrafanaAccess.Explain(answer));
    }

    private static bool TryReadId(string text, out int id) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    private static bool TryReadSize(string? text, int fallback, int most, out int size)
    {
        size = fallback;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size >= 100 && size <= most);
    }
}
