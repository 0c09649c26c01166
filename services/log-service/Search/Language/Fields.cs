using System.Globalization;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Search.Language;

/// <summary>What stands before a colon: a property of lines, or an attribute.</summary>
internal static class Fields
{
    private const string AttributePrefix = "attributes.";

    public static LogQuery Message(QueryToken value) => new MessageTerm(Pattern(value));

    public static LogQuery Term(string field, QueryToken value) => field.ToLowerInvariant() switch
    {
        "level" or "severity" => LevelOf(value),
        "service" or "service_name" or "service.name" => new ServiceTerm(Pattern(value)),
        "message" or "msg" => Message(value),
        "trace" or "trace_id" or "traceid" => new TraceTerm(value.Text),
        "span" or "span_id" or "spanid" => new SpanTerm(value.Text),
        "pattern" => Guid.TryParse(value.Text, out var pattern)
            ? new PatternTerm(pattern)
            : throw new QueryException(value.Position, "pattern: needs the id of a pattern, a UUID"),
        _ => AttributeOf(field, value),
    };

    private static TextPattern Pattern(QueryToken value) =>
        value.Kind == QueryTokenKind.Quoted ? TextPattern.Quoted(value.Text) : TextPattern.Bare(value.Text);

    // level:error, level:>=warn, level:warning
    private static LevelTerm LevelOf(QueryToken value)
    {
        var (comparison, text) = ReadComparison(value.Text);
        var level = Levels.Parse(text) ?? throw new QueryException(
            value.Position, $"level: needs one of {string.Join(", ", Levels.All.Select(known => known.Name().ToLowerInvariant()))}");
        return new LevelTerm([.. Levels.All.Where(other => comparison switch
        {
            Comparison.Less => other < level,
            Comparison.LessOrEqual => other <= level,
            Comparison.Greater => other > level,
            Comparison.GreaterOrEqual => other >= level,
            _ => other == level,
        })]);
    }

    // status:500, status:>=500, user:al*, @user:alice, attributes.user:alice, user:"Alice A."
    private static LogQuery AttributeOf(string field, QueryToken value)
    {
        var isSurely = field[0] == '@' || field.StartsWith(AttributePrefix, StringComparison.OrdinalIgnoreCase);
        var name = new AttributeName(field[0] == '@' ? field[1..] : isSurely ? field[AttributePrefix.Length..] : field);
        if (name.Name.Length == 0)
        {
            throw new QueryException(value.Position, "the name of the attribute is missing");
        }

        var (comparison, text) = value.Kind == QueryTokenKind.Quoted ? (Comparison.Equal, value.Text) : ReadComparison(value.Text);
        if (comparison != Comparison.Equal)
        {
            return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? new NumberTerm(name, comparison, number)
                : throw new QueryException(value.Position, $"{field}: can only be compared with a number");
        }

        var isText = value.Kind == QueryTokenKind.Quoted || text.Length < value.Text.Length;
        var inMessage = isSurely || isText || text.AsSpan().Trim('*').IsEmpty ? null : new MessageTerm(TextPattern.Bare($"{field}:{text}"));
        return new AttributeTerm(name, value.Kind == QueryTokenKind.Quoted ? TextPattern.Quoted(text) : TextPattern.Bare(text), inMessage);
    }

    private static (Comparison Comparison, string Value) ReadComparison(string text) => text switch
    {
        ['>', '=', .. var rest] => (Comparison.GreaterOrEqual, rest),
        ['<', '=', .. var rest] => (Comparison.LessOrEqual, rest),
        ['>', .. var rest] => (Comparison.Greater, rest),
        ['<', .. var rest] => (Comparison.Less, rest),
        ['=', .. var rest] => (Comparison.Equal, rest),
        _ => (Comparison.Equal, text),
    };
}
