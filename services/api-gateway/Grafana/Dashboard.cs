using System.Text.Json;
using System.Text.Json.Serialization;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>The panels of a Grafana dashboard, in sections by its rows.</summary>
internal sealed class Dashboard(JsonElement dashboard)
{
    private readonly List<Section> _sections = ReadSections(dashboard);

    public JsonElement Json => dashboard;

    public string Title => dashboard.Text("title", "");

    /// <summary>Sections that have panels.</summary>
    public IReadOnlyList<Section> Sections => [.. _sections.Where(section => section.Panels.Count > 0)];

    public IEnumerable<Panel> Panels => _sections.SelectMany(section => section.Panels);

    public Panel? FindPanel(int id) => Panels.FirstOrDefault(panel => panel.Id == id);

    /// <summary>The names of its variables, which queries use as <c>$name</c>.</summary>
    public IEnumerable<JsonElement> Variables => dashboard.Field("templating").Field("list").Items();

    private static List<Section> ReadSections(JsonElement dashboard)
    {
        var sections = new List<Section> { new("", false, []) };
        foreach (var panel in dashboard.Items("panels"))
        {
            if (panel.Text("type") == "row")
            {
                // A collapsed row holds its panels; those of an open one follow it.
                sections.Add(new Section(panel.Text("title", ""), panel.Flag("collapsed"), [.. panel.Items("panels").Select(Panel.Read)]));
            }
            else
            {
                sections[^1].Panels.Add(Panel.Read(panel));
            }
        }

        return sections;
    }
}

/// <summary>The panels under one row.</summary>
internal sealed record Section(string Title, bool Collapsed, List<Panel> Panels);

/// <summary>One panel, in Grafana's own names.</summary>
internal sealed record Panel(
    int? Id,
    string Title,
    string Type,
    string Description,
    JsonElement? Datasource,
    [property: JsonPropertyName("gridPos")] JsonElement? GridPos,
    IReadOnlyList<Target> Targets,
    JsonElement? Thresholds,
    JsonElement? Alert)
{
    public static Panel Read(JsonElement panel) => new(
        panel.Int("id"),
        panel.Text("title", ""),
        panel.Text("type", ""),
        panel.Text("description", ""),
        panel.Field("datasource"),
        panel.Field("gridPos"),
        [.. panel.Items("targets").Select(Target.Read)],
        panel.Field("fieldConfig").Field("defaults").Field("thresholds") ?? panel.Field("thresholds"),
        panel.Field("alert"));
}

/// <summary>One query of a panel.</summary>
internal sealed record Target(
    string Expr,
    [property: JsonPropertyName("legendFormat")] string LegendFormat,
    [property: JsonPropertyName("refId")] string RefId,
    JsonElement? Datasource)
{
    public static Target Read(JsonElement target) => new(
        target.Text("expr") ?? target.Text("rawSql") ?? target.Text("query") ?? "",
        target.Text("legendFormat", ""),
        target.Text("refId", ""),
        target.Field("datasource"));
}
