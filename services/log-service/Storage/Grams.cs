using System.Numerics;

namespace SreCopilot.LogService.Storage;

/// <summary>
/// Which three characters in a row a text has, as 128 bits: a Bloom filter with one bit per trigram. A line whose filter
/// lacks a bit of the wanted text cannot contain that text, and finding that out costs a tenth of comparing texts.
/// Only ASCII counts, in lower case, as <c>ilike</c> in the locale "C" folds it: so a filter never hides a line that matches.
/// </summary>
internal readonly record struct Grams(long First, long Second)
{
    private const int Size = 3;

    /// <summary>A filter that hides nothing: of rows from before there were filters.</summary>
    public static readonly Grams Unknown = new(-1, -1);

    public bool IsEmpty => (First | Second) == 0;

    /// <summary>How many bits are set.</summary>
    public int Count => BitOperations.PopCount((ulong)First) + BitOperations.PopCount((ulong)Second);

    public static Grams operator |(Grams one, Grams other) => new(one.First | other.First, one.Second | other.Second);

    public static Grams Of(ReadOnlySpan<char> text)
    {
        ulong first = 0, second = 0;
        // The last three characters, seven bits each; how many of them are ASCII without a gap.
        uint window = 0;
        var run = 0;
        foreach (var character in text)
        {
            if (character > 127)
            {
                run = 0;
                continue;
            }

            window = ((window << 7) | (uint)(character is >= 'A' and <= 'Z' ? character | 0x20 : character)) & 0x1FFFFF;
            if (++run < Size)
            {
                continue;
            }

            // Fibonacci hashing: the upper bits depend on all of the lower ones.
            var bit = (int)((window * 2654435769u) >> 25);
            if (bit < 64)
            {
                first |= 1UL << bit;
            }
            else
            {
                second |= 1UL << (bit - 64);
            }
        }

        return new Grams((long)first, (long)second);
    }

    /// <summary>Whether a text with this filter may contain one with the other.</summary>
    public bool MayContain(Grams wanted) => (First & wanted.First) == wanted.First && (Second & wanted.Second) == wanted.Second;
}
