using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SreCopilot.Database;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Search.Language;

/// <summary>An attribute by its name: <c>http.status_code</c> is the attribute of that name, else the field in an object <c>http</c>.</summary>
internal readonly record struct AttributeName(string Name)
{
    /// <summary>Its value as text, null when there is none.</summary>
    public Sql Value => $"coalesce(l.attributes ->> {Name}, l.attributes #>> {Name.Split('.')})";

    public string? Find(JsonElement attributes)
    {
        if (attributes.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (attributes.TryGetProperty(Name, out var value) && TextOf(value) is { } text)
        {
            return text;
        }

        foreach (var part in Name.Split('.'))
        {
            if (attributes.ValueKind != JsonValueKind.Object || !attributes.TryGetProperty(part, out attributes))
            {
                return null;
            }
        }

        return TextOf(attributes);
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}

/// <summary>An attribute with a value. What looks like one in the message counts, too: <c>user:42</c> finds "user:42 logged in".</summary>
internal sealed record AttributeTerm(AttributeName Attribute, TextPattern Pattern, MessageTerm? InMessage) : LogQuery
{
    public override Sql Condition => InMessage is null ? Equality : (Sql)$"({Equality} or {InMessage.Condition})";

    private Sql Equality => Pattern.IsAscii
        ? (Sql)$"coalesce({Attribute.Value} collate \"C\" ilike {Pattern.ToLike()}, false)"
        : (Sql)$"coalesce({Attribute.Value} ~ {Pattern.ToRegex()}, false)";

    public override bool Matches(LogLine line) =>
        (Attribute.Find(line.Attributes) is { } value && Pattern.Matches(value)) || InMessage?.Matches(line) == true;
}

/// <summary>An attribute that is a number in a range.</summary>
internal sealed partial record NumberTerm(AttributeName Attribute, Comparison Comparison, double Number) : LogQuery
{
    // In "case" the text is converted only when it is a number that PostgreSQL can read.
    public override Sql Condition => Comparison switch
    {
        Comparison.Less => (Sql)$"({Value} < {Number}) is true",
        Comparison.LessOrEqual => (Sql)$"({Value} <= {Number}) is true",
        Comparison.Greater => (Sql)$"({Value} > {Number}) is true",
        Comparison.GreaterOrEqual => (Sql)$"({Value} >= {Number}) is true",
        _ => (Sql)$"({Value} = {Number}) is true",
    };

    private Sql Value => $"case when {Attribute.Value} ~ '^-?[0-9]{{1,15}}([.][0-9]{{1,15}})?$' then ({Attribute.Value})::double precision end";

    public override bool Matches(LogLine line) =>
        Attribute.Find(line.Attributes) is { } text && IsNumber().IsMatch(text) && Compare(double.Parse(text, CultureInfo.InvariantCulture));

    private bool Compare(double value) => Comparison switch
    {
        Comparison.Less => value < Number,
        Comparison.LessOrEqual => value <= Number,
        Comparison.Greater => value > Number,
        Comparison.GreaterOrEqual => value >= Number,
        _ => value.Equals(Number),
    };

    [GeneratedRegex(@"^-?[0-9]{1,15}(\.[0-9]{1,15})?$")]
    private static partial Regex IsNumber();
}

internal enum Comparison
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
