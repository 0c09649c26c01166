using System.Text.Json;
using System.Text.Json.Serialization;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>The dashboards of the project's Grafana.</summary>
internal sealed record DashboardList(string GrafanaUrl, string GrafanaName, IReadOnlyList<DashboardItem> Dashboards);

/// <summary>One of them, in Grafana's own names.</summary>
internal sealed record DashboardItem(
    string Uid,
    string Title,
    string Url,
    IReadOnlyList<string> Tags,
    string Type,
    [property: JsonPropertyName("folderTitle")] string FolderTitle,
    [property: JsonPropertyName("folderUid")] string? FolderUid,
    [property: JsonPropertyName("isStarred")] bool IsStarred)
{
    public static DashboardItem Read(JsonElement item) => new(
        item.Text("uid", ""),
        item.Text("title", ""),
        item.Text("url", ""),
        item.Texts("tags"),
        item.Text("type", ""),
        item.Text("folderTitle", "General"),
        item.Text("folderUid"),
        item.Flag("isStarred"));
}

/// <summary>A dashboard with its panels.</summary>
internal sealed record DashboardBody(
    string Uid,
    string Title,
    string Description,
    IReadOnlyList<string> Tags,
    string Timezone,
    int? Version,
    string Folder,
    string? Created,
    string? Updated,
    [property: JsonPropertyName("createdBy")] string? CreatedBy,
    [property: JsonPropertyName("updatedBy")] string? UpdatedBy,
    string GrafanaUrl,
    IReadOnlyList<Panel> Panels,
    IReadOnlyList<Section> Sections)
{
    public static DashboardBody Of(Dashboard dashboard, JsonElement? meta, string grafanaUrl)
    {
        var json = dashboard.Json;
        return new DashboardBody(
            json.Text("uid", ""),
            dashboard.Title,
            json.Text("description", ""),
            json.Texts("tags"),
            json.Text("timezone", ""),
            json.Int("version"),
            meta?.Text("folderTitle") ?? "General",
            meta?.Text("created"),
            meta?.Text("updated"),
            meta?.Text("createdBy"),
            meta?.Text("updatedBy"),
            grafanaUrl,
            [.. dashboard.Panels],
            dashboard.Sections);
    }
}

/// <summary>Where a panel can be shown by itself.</summary>
internal sealed record EmbedUrl([property: JsonPropertyName("embed_url")] string Url);
