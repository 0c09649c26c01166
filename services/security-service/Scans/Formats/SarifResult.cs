using System.Text.Json;
using SreCopilot.SecurityService.Vulnerabilities;

namespace SreCopilot.SecurityService.Scans.Formats;

/// <summary>One result of a SARIF run.</summary>
internal sealed class SarifResult(JsonElement result, SarifRules rules)
{
    // More would only make the message longer.
    private const int MostArguments = 10;

    private readonly JsonElement _place = result.Field("locations").Items().FirstOrDefault().Field("physicalLocation");

    public SarifRule Rule { get; } = rules.Find(result);

    /// <summary>Results also tell what passed, what does not apply, and what is there no more.</summary>
    public bool IsProblem => result.Text("kind") is null or "fail" or "open" or "review" && result.Text("baselineState") != "absent";

    public string File => JsonText.Line(_place.Field("artifactLocation").Text("uri"), Finding.PackageLength);

    public int Line => _place.Field("region").Index("startLine") ?? 0;

    public string Title => JsonText.Line(JsonText.First(Rule.Title, Message, Rule.Id), Finding.TitleLength);

    public string Description => JsonText.Prose(Rule.Description.Length == 0 || Message == Rule.Description ? Message : $"{Message}\n\n{Rule.Description}", Finding.DescriptionLength);

    public string? Score => result.Field("properties").Text("security-severity");

    public string LevelSeverity => (result.Text("level") ?? Rule.Level) switch
    {
        "error" => Severity.High,
        "note" or "none" => Severity.Low,
        _ => Severity.Medium,
    };

    /// <summary>What the scanner recognises the result by; else the code or the words.</summary>
    public string Recognition => Prints("fingerprints") ?? Prints("partialFingerprints")
        ?? JsonText.First(_place.Field("region").Field("snippet").Text("text"), Message);

    public Verdict Verdict => result.Field("suppressions") switch
    {
        { ValueKind: JsonValueKind.Array } list when list.Items().Any(IsInForce) => Verdict.Ignored,
        { ValueKind: JsonValueKind.Array } => Verdict.Counts,
        _ => Verdict.None,
    };

    public string? Justification => JsonText.Line(result.Field("suppressions").Items().FirstOrDefault(IsInForce).Text("justification"), Finding.LineLength);

    private string Message
    {
        get
        {
            var message = result.Field("message");
            var text = JsonText.First(message.Text("text"), message.Text("markdown"), message.Text("id") is { } id ? Rule.Messages.GetValueOrDefault(id) : null);
            var words = JsonText.Prose(text, Finding.LineLength);
            foreach (var (number, argument) in message.Field("arguments").Items().Take(MostArguments).Index())
            {
                words = JsonText.Prose(words.Replace($"{{{number}}}", JsonText.Line(JsonText.Of(argument), 100), StringComparison.Ordinal), Finding.LineLength);
            }

            return words;
        }
    }

    private static bool IsInForce(JsonElement suppression) => suppression.Text("status") is null or "accepted";

    // {"primaryLocationLineHash":"39fa2ee980eb94b0:1","primaryLocationStartColumnFingerprint":"4"}: without the column, which moves.
    private string? Prints(string name)
    {
        var prints = result.Field(name);
        if (prints.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var texts = prints.EnumerateObject()
            .Where(print => !print.Name.Contains("Column", StringComparison.Ordinal))
            .Select(print => $"{print.Name}={JsonText.Of(print.Value)}")
            .Order(StringComparer.Ordinal)
            .ToList();
        return texts.Count == 0 ? null : string.Join('\n', texts);
    }
}
