using System.Reflection;
using System.Text;

namespace SreCopilot.LogService.Tests.Patterns;

/// <summary>A line of a real log and the event that people say it is.</summary>
internal sealed record LabelledLine(string Message, string Event);

/// <summary>The lines of one system.</summary>
internal sealed record LabelledSet(string Name, IReadOnlyList<LabelledLine> Lines);

/// <summary>LogHub-2k, corrected; not part of the repository.</summary>
internal static class LogHub
{
    /// <summary>The sets in a folder, by default <c>shared/data/loghub</c> beside the checkout or beside a folder around it;
    /// none when there is no such folder.</summary>
    public static IReadOnlyList<LabelledSet> FindSets(string? folder = null)
    {
        var root = typeof(LogHub).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!;
        for (var parent = Directory.GetParent(Path.TrimEndingDirectorySeparator(root)); folder is null && parent is not null; parent = parent.Parent)
        {
            var beside = Path.Combine(parent.FullName, "shared", "data", "loghub");
            folder = Directory.Exists(beside) ? beside : null;
        }

        return folder is null
            ? []
            : [.. Directory.EnumerateFiles(folder, "*_structured_corrected.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read)];
    }

    private static LabelledSet Read(string file)
    {
        var rows = ReadCsv(File.ReadAllText(file));
        var (message, label) = (rows[0].IndexOf("Content"), rows[0].IndexOf("EventId"));
        return new LabelledSet(Path.GetFileName(file).Split('_')[0], [.. rows.Skip(1).Select(row => new LabelledLine(row[message], row[label]))]);
    }

    // 1,Sun Dec 04,"with, comma and ""quotes""",E1
    private static List<List<string>> ReadCsv(string text)
    {
        List<List<string>> rows = [[]];
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                var isDoubled = quoted && i + 1 < text.Length && text[i + 1] == '"';
                field.Append(isDoubled ? "\"" : "");
                i += isDoubled ? 1 : 0;
                quoted = isDoubled ? quoted : !quoted;
            }
            else if (!quoted && text[i] is ',' or '\n' or '\r' && !quoted)
            {
                if (text[i] != '\r')
                {
                    rows[^1].Add(field.ToString());
                    field.Clear();
                    if (text[i] == '\n')
                    {
                        rows.Add([]);
                    }
                }
            }
            else
            {
                field.Append(text[i]);
            }
        }

        rows[^1].Add(field.ToString());
        return [.. rows.Where(row => row.Count > 1)];
    }
}
