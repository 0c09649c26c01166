using System.Runtime.InteropServices;

namespace SreCopilot.IncidentService.Incidents;

/// <summary>
/// Finds texts inside of texts by an index. Every three characters in a row become a number that depends on the project;
/// an incident can contain a text only if it has all the text's numbers, and <c>incident_search</c> knows who has which.
/// Whether it does contain it is then decided by its <c>search_text</c>.
/// </summary>
/// <remarks>An index on the text itself is of no use: under row-level security PostgreSQL takes an index only for operators that
/// are declared leakproof, and those that search in texts are not. The numbers say nothing to whoever does not know the
/// project, and differ from project to project.</remarks>
internal static class SearchIndex
{
    private const int GramLength = 3;

    // Nothing that users may type, so nothing is found across two fields.
    private const char FieldEnd = '\u0001';

    /// <summary>What is searched in.</summary>
    public static string TextOf(string title, string serviceName, string description) => Fold($"{title}{FieldEnd}{serviceName}{FieldEnd}{description}");

    /// <summary>Upper and lower case are the same, wherever the database runs.</summary>
    public static string Fold(string text) => text.ToLowerInvariant();

    /// <summary>The numbers of a folded text; none when it is too short.</summary>
    public static int[] GramsOf(Guid projectId, string folded)
    {
        var project = Hash(2166136261, MemoryMarshal.AsBytes([projectId]));
        var grams = new SortedSet<int>();
        for (var start = 0; start + GramLength <= folded.Length; start++)
        {
            var gram = folded.AsSpan(start, GramLength);
            if (!gram.Contains(FieldEnd))
            {
                grams.Add((int)Hash(project, MemoryMarshal.AsBytes(gram)));
            }
        }

        return [.. grams];
    }

    // FNV-1a: stored, so it must be the same in every process.
    private static uint Hash(uint hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 16777619;
        }

        return hash;
    }
}
