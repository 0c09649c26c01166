namespace SreCopilot.AiService.Anomalies;

/// <summary>A value that is far from its neighbours.</summary>
internal readonly record struct DetectedAnomaly(string Timestamp, double Value, double Expected, double Deviation, double ZScore, string Severity);

/// <summary>The detection of the contract: each point against mean and sample standard deviation of the two points on either side. Pure.</summary>
internal static class AnomalyDetection
{
    public const string Critical = "critical";
    public const string Warning = "warning";

    private const int EitherSide = 2;
    private const int FewestPoints = 3;
    private const double CriticalFactor = 1.5;

    public static List<DetectedAnomaly> Find(IReadOnlyList<(string Timestamp, double Value)> points, double sensitivity)
    {
        var found = new List<DetectedAnomaly>();
        for (var place = 0; place < points.Count && points.Count >= FewestPoints; place++)
        {
            var (count, mean, squares) = (0, 0.0, 0.0);
            for (var near = Math.Max(0, place - EitherSide); near <= Math.Min(points.Count - 1, place + EitherSide); near++)
            {
                if (near != place)
                {
                    // Welford: no difference of large squares.
                    var before = points[near].Value - mean;
                    mean += before / ++count;
                    squares += before * (points[near].Value - mean);
                }
            }

            var deviation = count < 2 ? 0 : Math.Sqrt(squares / (count - 1));
            var z = deviation > 0 ? Math.Abs(points[place].Value - mean) / deviation : 0;
            if (z > sensitivity && double.IsFinite(z))
            {
                found.Add(new(
                    points[place].Timestamp, points[place].Value, Math.Round(mean, 4), Math.Round(deviation, 4), Math.Round(z, 2), z > sensitivity * CriticalFactor ? Critical : Warning));
            }
        }

        return found;
    }
}
