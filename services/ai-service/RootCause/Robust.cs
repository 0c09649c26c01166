namespace SreCopilot.AiService.RootCause;

/// <summary>Location and spread that a few wild values, or empty cells, do not move.</summary>
internal static class Robust
{
    /// <summary>NaN when there is no value.</summary>
    public static double Median(ReadOnlySpan<double> values)
    {
        var sorted = new double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            if (double.IsFinite(value))
            {
                sorted[count++] = value;
            }
        }

        if (count == 0)
        {
            return double.NaN;
        }

        Array.Sort(sorted, 0, count);
        return count % 2 == 1 ? sorted[count / 2] : (sorted[(count / 2) - 1] + sorted[count / 2]) / 2;
    }

    /// <summary>Median absolute deviation, scaled so that it is the standard deviation when values are normally distributed.</summary>
    public static double Spread(ReadOnlySpan<double> values, double median)
    {
        var distances = new double[values.Length];
        for (var index = 0; index < values.Length; index++)
        {
            distances[index] = Math.Abs(values[index] - median);
        }

        return 1.4826 * Median(distances);
    }

    /// <summary>Mean of the cells that have a value; NaN when none has.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
            {
                sum += value;
                count++;
            }
        }

        return count == 0 ? double.NaN : sum / count;
    }
}
