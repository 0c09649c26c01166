using System.Text.RegularExpressions;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>Fills the variables of a dashboard into a query, so that it can run outside Grafana's pages.</summary>
internal static partial class QueryTemplate
{
    private const int LongestExpression = 10_000;

    public static string Fill(string expr, Dashboard dashboard, TimeRange range)
    {
        if (expr.Length > LongestExpression)
        {
            return expr;
        }

        var seconds = Math.Max(1, range.Seconds);
        var saved = dashboard.Variables
            .Where(variable => variable.Text("type") == "datasource" && variable.Text("name") is not null)
            .GroupBy(variable => variable.Text("name")!)
            .ToDictionary(group => group.Key, group => group.First().Field("current")?.Text("value") ?? "");
        var names = dashboard.Variables.Select(variable => variable.Text("name")).OfType<string>().ToHashSet();

        // A matcher on any other variable matches everything that has the label.
        var filled = Matcher().Replace(expr, match => names.Contains(NameIn(match)) && !saved.ContainsKey(NameIn(match)) ? $"{match.Groups["label"].Value}=~\".+\"" : match.Value);
        return Variable().Replace(filled, match => NameIn(match) switch
        {
            "__rate_interval" => "5m",
            "__interval" => "1m",
            "__interval_ms" => "60000",
            "__range" => $"{seconds}s",
            "__range_s" => $"{seconds}",
            "__range_ms" => $"{seconds}000",
            var name when saved.TryGetValue(name, out var value) => value,
            var name when names.Contains(name) => ".+",
            _ => match.Value,
        });
    }

    private static string NameIn(Match match) => match.Groups["name"].Value;

    // label="$name", label=~"${name:regex}", label!="[[name]]"
    // (From word to word, so that a long name is looked at once.)
    [GeneratedRegex("""(?<![a-zA-Z0-9_])(?<label>[a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*"[^"$\[]*(\$\{(?<name>\w+)(:\w+)?\}|\$(?<name>\w+)|\[\[(?<name>\w+)(:\w+)?\]\])[^"]*["]""", RegexOptions.ExplicitCapture)]
    private static partial Regex Matcher();

    [GeneratedRegex("""\$\{(?<name>\w+)(:\w+)?\}|\$(?<name>\w+)|\[\[(?<name>\w+)(:\w+)?\]\]""", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
