using System.Text;
using System.Text.Json;
using SreCopilot.MetricsCollectorService.Requests;

namespace SreCopilot.MetricsCollectorService.Dashboards;

/// <summary>A new dashboard, or what changes of one.</summary>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="Description">At most 5000 characters.</param>
/// <param name="Widgets">An array; a widget without an id gets one.</param>
/// <param name="Variables">An object or an array.</param>
internal sealed record DashboardRequest(JsonElement Name, JsonElement Description, JsonElement Widgets, JsonElement Variables);

/// <summary>The same, read: null is what was not said.</summary>
internal sealed record DashboardBody(string? Name, string? Description, RawJson? Widgets, RawJson? Variables)
{
    private const int Most = 900_000;
    private const int MostWidgets = 500;

    public static DashboardBody Read(DashboardRequest request, JsonReading json) => new(
        IsSaid(request.Name) ? json.RequiredName("name", request.Name, 255) : null,
        IsSaid(request.Description) ? json.Text("description", request.Description, 5000) : null,
        IsSaid(request.Widgets) ? ReadWidgets(request.Widgets, json) : null,
        request.Variables.ValueKind switch
        {
            JsonValueKind.Array or JsonValueKind.Object => json.Raw("variables", request.Variables, request.Variables.ValueKind, Most),
            _ => null,
        });

    private static bool IsSaid(JsonElement value) => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    // [{"title":"Errors"}, 5] becomes [{"id":"...","title":"Errors"}, {"id":"..."}]; what has an id stays as it is.
    private static RawJson ReadWidgets(JsonElement widgets, JsonReading json)
    {
        if (json.Raw("widgets", widgets, JsonValueKind.Array, Most).Text == RawJson.EmptyArray.Text)
        {
            return RawJson.EmptyArray;
        }

        if (widgets.GetArrayLength() > MostWidgets)
        {
            json.Fail("widgets", $"must have at most {MostWidgets} items");
            return RawJson.EmptyArray;
        }

        return new RawJson(new StringBuilder("[").AppendJoin(',', widgets.EnumerateArray().Select(WithId)).Append(']').ToString());
    }

    private static string WithId(JsonElement widget)
    {
        if (widget.ValueKind != JsonValueKind.Object)
        {
            return $$"""{"id":"{{Guid.NewGuid()}}"}""";
        }

        var text = widget.GetRawText();
        var id = widget.Field("id");
        if (id.ValueKind == JsonValueKind.Number || (id.ValueKind == JsonValueKind.String && id.GetRawText().Length > 2))
        {
            return text;
        }

        // Behind the others: of a name that appears twice, the last counts.
        var inside = text[1..^1];
        return $$"""{{{inside}}{{(inside.AsSpan().IsWhiteSpace() ? "" : ",")}}"id":"{{Guid.NewGuid()}}"}""";
    }
}
