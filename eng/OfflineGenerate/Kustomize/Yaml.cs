using System.Text.RegularExpressions;

namespace SreCopilot.OfflineGenerate.Kustomize;

/// <summary>The little YAML that the writers need.</summary>
internal static partial class Yaml
{
    /// <summary>Joins the blocks that are there into one file.</summary>
    public static string File(params IEnumerable<string?> blocks) => string.Concat(blocks.Where(block => block is not null).Select(block => block + "\n"));

    /// <summary>A heading and an entry per item; nothing when there are no items.</summary>
    public static string? List<T>(string heading, IReadOnlyCollection<T> items, Func<T, string> entry) =>
        items.Count == 0 ? null : string.Join('\n', [heading, .. items.Select(entry)]);

    public static string SingleQuoted(string value) =>
        value.AsSpan().ContainsAny('\n', '\r') ? DoubleQuoted(value) : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Bare where YAML reads the same text back, as aspirate writes it; quoted where the bare text would mean something else.</summary>
    public static string Plain(string value) => NotPlain().IsMatch(value) ? SingleQuoted(value) : value;

    private static string DoubleQuoted(string value) =>
        $"\"{value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal)}\"";

    /// <summary>Empty or padded; begins with an indicator; holds a comment, a mapping or a line break; reads as a number, a boolean or null.</summary>
    [GeneratedRegex("""
        ^$ | ^\s | \s$ | ^[!&*%@`"'|>\#{}\[\],] | ^[-?:](\s|$) | :(\s|$) | \s\# | [\r\n\t]
        | ^[-+.]?\d[\d_]*(\.\d*)?([eE][-+]?\d+)?$ | ^0[xob][\da-fA-F]+$ | ^(true|false|yes|no|on|off|null|y|n|~|[-+]?\.inf|\.nan)$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase)]
    private static partial Regex NotPlain();
}
