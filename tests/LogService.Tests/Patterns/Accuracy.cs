using SreCopilot.LogService.Patterns.Mining;

namespace SreCopilot.LogService.Tests.Patterns;

/// <summary>How well found groups of lines fit the true ones, as in the literature on LogHub.</summary>
/// <param name="Grouping">GA: the share of lines whose group is exactly the true one.</param>
/// <param name="Templates">FGA: the same per group, F1 of precision and recall.</param>
/// <param name="Found">The number of groups found.</param>
/// <param name="True">The number of groups there are.</param>
internal readonly record struct Accuracy(double Grouping, double Templates, int Found, int True)
{
    public static Accuracy None => default;

    public static Accuracy operator +(Accuracy one, Accuracy other) =>
        new(one.Grouping + other.Grouping, one.Templates + other.Templates, one.Found + other.Found, one.True + other.True);

    /// <summary>One pass over the lines in their order, with a new miner.</summary>
    public static Accuracy Measure(IReadOnlyList<LabelledLine> lines)
    {
        var miner = new PatternMiner(maximumPatterns: 1000);
        var found = lines.Select(line => miner.Find(line.Message)).ToList();
        // A pattern may have become part of a more general one since.
        return Compare(GroupsOf(found.Select(pattern => pattern?.Current.Key)), GroupsOf(lines.Select(line => line.Event)), lines.Count);
    }

    private static Accuracy Compare(HashSet<string> found, HashSet<string> expected, int lines)
    {
        var right = found.Intersect(expected).ToList();
        var (precision, recall) = ((double)right.Count / found.Count, (double)right.Count / expected.Count);
        return new Accuracy(
            right.Sum(group => group.Count(character => character == ' ')) / (double)lines,
            right.Count == 0 ? 0 : 2 * precision * recall / (precision + recall),
            found.Count,
            expected.Count);
    }

    // A group is the numbers of its lines, each with a blank.
    private static HashSet<string> GroupsOf(IEnumerable<string?> labels) =>
        [.. labels.Select((label, line) => (label, line)).GroupBy(entry => entry.label, entry => entry.line).Select(group => string.Concat(group.Select(line => $"{line} ")))];
}
