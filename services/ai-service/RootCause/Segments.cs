namespace SreCopilot.AiService.RootCause;

/// <summary>What is normal for the symptom's column: its level, the noise between rows and the noise between windows.</summary>
internal readonly record struct Typical(double Level, double RowSpread, double WindowSpread);

/// <summary>Consecutive rows that may be the incident, and how clearly they stand out, in standard errors.</summary>
internal readonly record struct Segment(int Start, int End, double Clarity, bool IsWholeWindow)
{
    /// <summary>
    /// All runs of rows in a window. A run is compared with the other rows of the same window, because levels drift over weeks; only the
    /// run that leaves no other rows is compared with normal operation.
    /// </summary>
    public static IEnumerable<Segment> Of(double[] window, Typical typical)
    {
        for (var start = 0; start < window.Length; start++)
        {
            for (var end = start + 1; end <= window.Length; end++)
            {
                if (Clarify(window, start, end, typical) is { } segment)
                {
                    yield return segment;
                }
            }
        }
    }

    public static double Clearest(double[] window, Typical typical) => Of(window, typical).Select(segment => segment.Clarity).DefaultIfEmpty(0).Max();

    private static Segment? Clarify(double[] window, int start, int end, Typical typical)
    {
        var (inside, outside, insideCount, outsideCount) = (0.0, 0.0, 0, 0);
        for (var row = 0; row < window.Length; row++)
        {
            if (!double.IsFinite(window[row]))
            {
                continue;
            }

            if (row >= start && row < end)
            {
                inside += window[row];
                insideCount++;
            }
            else
            {
                outside += window[row];
                outsideCount++;
            }
        }

        if (insideCount == 0)
        {
            return null;
        }

        var mean = inside / insideCount;
        if (end - start == window.Length)
        {
            return new(start, end, (mean - typical.Level) / typical.WindowSpread, IsWholeWindow: true);
        }

        return outsideCount == 0
            ? null
            : new(start, end, (mean - (outside / outsideCount)) / (typical.RowSpread * Math.Sqrt((1.0 / insideCount) + (1.0 / outsideCount))), IsWholeWindow: false);
    }
}
