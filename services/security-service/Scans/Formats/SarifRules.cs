using System.Text.Json;
using SreCopilot.SecurityService.Vulnerabilities;

namespace SreCopilot.SecurityService.Scans.Formats;

/// <summary>What a SARIF run says about one of its rules.</summary>
/// <param name="Id">As results name it.</param>
/// <param name="Title">Its short description or name.</param>
/// <param name="Description">Its long one.</param>
/// <param name="HelpUrl">Where there is more.</param>
/// <param name="Severity">By its <c>security-severity</c>, a CVSS score; null when it has none.</param>
/// <param name="Level">error, warning, note or none; null when it does not say.</param>
/// <param name="Messages">Its texts by name, for results that only name one.</param>
internal sealed record SarifRule(string Id, string Title, string Description, string? HelpUrl, string? Severity, string? Level, IReadOnlyDictionary<string, string> Messages)
{
    public static SarifRule Unknown(string id) => new(id, id, "", null, null, null, new Dictionary<string, string>());
}

/// <summary>The rules of a SARIF run, of the tool itself and of its extensions.</summary>
internal sealed class SarifRules
{
    private const int MostRules = 20_000;
    private const int MostExtensions = 200;

    private readonly Dictionary<string, SarifRule> _byId = [];
    private readonly List<SarifRule> _ofDriver = [];
    private readonly List<List<SarifRule>> _ofExtensions = [];

    public SarifRules(JsonSlice run)
    {
        _ofDriver = Read(run.Field("tool").Field("driver"));
        foreach (var extension in run.Field("tool").Field("extensions").Items(MostExtensions))
        {
            _ofExtensions.Add(Read(extension));
        }
    }

    /// <summary>The rule of a result, which names it by id, by its place, or both.</summary>
    public SarifRule Find(JsonElement result)
    {
        var reference = result.Field("rule");
        var place = reference.Index("index") ?? result.Index("ruleIndex");
        var rules = reference.Field("toolComponent").Index("index") is { } extension ? _ofExtensions.ElementAtOrDefault(extension) : _ofDriver;
        var id = JsonText.Line(JsonText.First(result.Text("ruleId"), reference.Text("id")), Finding.IdLength);
        return place is { } index && rules?.ElementAtOrDefault(index) is { } byPlace && (id.Length == 0 || id == byPlace.Id || id.StartsWith($"{byPlace.Id}/", StringComparison.Ordinal)) ? byPlace
            : _byId.GetValueOrDefault(id) ?? SarifRule.Unknown(id);
    }

    private List<SarifRule> Read(JsonSlice component)
    {
        var rules = new List<SarifRule>();
        foreach (var slice in component.Field("rules").Items(MostRules))
        {
            var rule = Read(slice.Parse());
            rules.Add(rule);
            _byId.TryAdd(rule.Id, rule);
        }

        return rules;
    }

    private static SarifRule Read(JsonElement rule)
    {
        var id = JsonText.Line(rule.Text("id"), Finding.IdLength);
        var properties = rule.Field("properties");
        return new SarifRule(
            id,
            JsonText.Line(JsonText.First(rule.Field("shortDescription").Text("text"), rule.Text("name"), id), Finding.TitleLength),
            JsonText.Prose(JsonText.First(rule.Field("fullDescription").Text("text"), rule.Field("help").Text("text")), Finding.DescriptionLength),
            WebAddress.Of(rule.Text("helpUri")),
            Severity.OfScore(properties.Text("security-severity")) ?? Severity.OfScore(properties.Number("security-severity")),
            rule.Field("defaultConfiguration").Text("level"),
            Messages(rule.Field("messageStrings")));
    }

    private static Dictionary<string, string> Messages(JsonElement texts)
    {
        var messages = new Dictionary<string, string>();
        if (texts.ValueKind == JsonValueKind.Object)
        {
            foreach (var text in texts.EnumerateObject().Take(50))
            {
                messages[text.Name] = JsonText.Prose(text.Value.Text("text"), Finding.LineLength);
            }
        }

        return messages;
    }
}
