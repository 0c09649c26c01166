using System.Runtime.InteropServices;

namespace SreCopilot.Search;

/// <summary>
/// Finds texts inside of texts by an index. Every three characters in a row become a number that depends on the scope (a project,
/// a tenant); a row can contain a text only if it has all the text's numbers, and an <c>integer[]</c> with a GIN index knows who has
/// which. Whether a row does contain the text is then decided by the text itself.
/// </summary>
/// <remarks>An index on the text itself is of no use: under row-level security PostgreSQL takes an index only for operators that
/// are declared leakproof, and those that search in texts are not. The numbers say nothing to whoever does not know the
/// scope, and differ from scope to scope.</remarks>
public static class Trigrams
{
    /// <summary>Between two fields: nothing that users may type, so nothing is found across two fields.</summary>
    public const char FieldEnd = '\u0001';

    private const int GramLength = 3;

    /// <summary>Upper and lower case are the same, wherever the database runs.</summary>
    /// <param name="text">Any text.</param>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.ToLowerInvariant();
    }

    /// <summary>The numbers of a folded text; none when it is too short.</summary>
    /// <param name="scope">Whose text it is.</param>
    /// <param name="folded">The text.</param>
    public static int[] Of(Guid scope, string folded)
    {
        ArgumentNullException.ThrowIfNull(folded);
        var start = Hash(2166136261, MemoryMarshal.AsBytes([scope]));
        var grams = new SortedSet<int>();
        for (var position = 0; position + GramLength <= folded.Length; position++)
        {
            var gram = folded.AsSpan(position, GramLength);
            if (!gram.Contains(FieldEnd))
            {
                grams.Add((int)Hash(start, MemoryMarshal.AsBytes(gram)));
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
