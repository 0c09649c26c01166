namespace SreCopilot.AiService.RootCause;

/// <summary>
/// When it happened, as the symptom shows it: for every row the probability that it belongs to the incident, and the probability that
/// all do, so that there is nothing in the window to compare with.
/// </summary>
internal sealed record SuspectRows(double[] Membership, double WholeWindow)
{
    /// <summary>Averages over all runs of rows by their likelihood (Bayesian change points with a flat prior); null when none is worse than the rest.</summary>
    public static SuspectRows? Of(double[] window, Typical typical)
    {
        var segments = Segment.Of(window, typical).Where(segment => segment.Clarity > 0).ToArray();
        if (segments.Length == 0)
        {
            return null;
        }

        var best = segments.Max(segment => segment.Clarity);
        var membership = new double[window.Length];
        var (total, whole) = (0.0, 0.0);
        foreach (var segment in segments)
        {
            var likelihood = Math.Exp(((segment.Clarity * segment.Clarity) - (best * best)) / 2);
            total += likelihood;
            whole += segment.IsWholeWindow ? likelihood : 0;
            for (var row = segment.Start; row < segment.End; row++)
            {
                membership[row] += likelihood;
            }
        }

        return new(Array.ConvertAll(membership, row => row / total), whole / total);
    }

    /// <summary>
    /// How much worse a series is in the suspect rows than in the others. NaN when the suspect rows are hardly observed.
    /// </summary>
    public double Contrast(ReadOnlySpan<double> window, double typicalLevel) => Compare(window, typicalLevel) is { } levels ? levels.Suspect - levels.Baseline : double.NaN;

    /// <summary>The level in the suspect rows and the one to expect there; null when the suspect rows are hardly observed.</summary>
    public (double Suspect, double Baseline)? Compare(ReadOnlySpan<double> window, double typicalLevel)
    {
        const double fewest = 0.25; // Rows. Less is not an observation.
        var (suspect, suspectRows, other, otherRows) = (0.0, 0.0, 0.0, 0.0);
        for (var row = 0; row < window.Length; row++)
        {
            if (double.IsFinite(window[row]))
            {
                suspect += Membership[row] * window[row];
                suspectRows += Membership[row];
                other += (1 - Membership[row]) * window[row];
                otherRows += 1 - Membership[row];
            }
        }

        if (suspectRows < fewest)
        {
            return null;
        }

        var inWindow = otherRows > fewest ? other / otherRows : typicalLevel;
        return (suspect / suspectRows, ((1 - WholeWindow) * inWindow) + (WholeWindow * typicalLevel));
    }
}
