using System.Text.RegularExpressions;

namespace SreCopilot.Database;

/// <summary>Names the span of a command after what it does: operation and table, as OpenTelemetry's conventions for databases ask.</summary>
internal static partial class SpanNames
{
    // "select id, email from auth.users where ..." is SELECT auth.users, "with gone as (delete from sessions ...) ..." is DELETE sessions.
    public static string Of(string commandText)
    {
        var match = OperationAndTable().Match(commandText);
        return match.Success
            ? $"{match.Groups["operation"].Value.ToUpperInvariant()} {match.Groups["table"].Value}"
            : commandText.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries)[0].ToUpperInvariant();
    }

    // "INSERT incident_activities" for one command, "BATCH INSERT incident_activities" for several of which it is the first.
    public static string OfBatch(string firstCommand, int count) => count == 1 ? Of(firstCommand) : $"BATCH {Of(firstCommand)}";

    [GeneratedRegex(
        @"\b(?:(?<operation>insert)\s+into|(?<operation>delete)\s+from|(?<operation>update)|(?<operation>select)\b.*?\sfrom)\s+(?:only\s+)?(?<table>[a-z_][a-z0-9_.]*)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex OperationAndTable();
}
