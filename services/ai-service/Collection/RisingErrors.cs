using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>Errors that happened before the incident, too, but far less often.</summary>
/// <param name="Group">Which ones.</param>
/// <param name="Count">How many there were in the window of the incident.</param>
/// <param name="Expected">How many there would have been at the rate of before.</param>
/// <param name="Since">The begin of the first slice of the window that had more than its share.</param>
internal sealed record RisingErrors(ErrorGroupBody Group, double Count, double Expected, DateTimeOffset Since)
{
    private const double LeastCount = 5;
    private const double LeastRatio = 3;

    /// <summary>In standard deviations of a Poisson count, as for levels that changed.</summary>
    private const double Clear = LevelShift.Clear;

    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(5);

    /// <summary>Asks how often each group happened before the window and in each slice of it, all in one request.</summary>
    /// <param name="question">About which incident.</param>
    /// <param name="groups">Groups that are older than the window.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>Those that rose; why they could not be counted.</returns>
    public static async Task<(IReadOnlyList<RisingErrors> Risen, string? Problem)> FindAsync(Question question, IReadOnlyList<ErrorGroupBody> groups, CancellationToken cancel)
    {
        if (groups.Count == 0)
        {
            return ([], null);
        }

        var window = question.Window;
        var slices = Slices(window).ToList();
        var ranges = slices.Prepend((window.From, window.Split)).ToList();
        var answer = await question.CountErrorsAsync(new([.. ranges.Select(range => CountQuestion.Of(range.Item1, range.Item2))]), cancel);
        if (answer.Value?.Answers is not { } answers || answers.Count != ranges.Count || answers.Any(one => one.Series is null))
        {
            return ([], answer.Problem ?? $"it answered {(int?)answer.Status}");
        }

        var counts = answers.Select(one => one.Series!.Where(line => line.Labels.ContainsKey("fingerprint"))
            .GroupBy(line => line.Labels["fingerprint"]).ToDictionary(same => same.Key, same => same.Sum(line => line.Value))).ToList();
        return ([.. groups.Select(group => Judge(group, window, slices, [.. counts.Select(count => count.GetValueOrDefault(group.Fingerprint))])).OfType<RisingErrors>()], null);
    }

    /// <param name="group">The group.</param>
    /// <param name="window">Normal operation and the incident.</param>
    /// <param name="slices">Of the incident.</param>
    /// <param name="counts">Before it, and in each slice.</param>
    private static RisingErrors? Judge(ErrorGroupBody group, AnalysisWindow window, List<(DateTimeOffset From, DateTimeOffset To)> slices, double[] counts)
    {
        // It has no rate from before it existed.
        var before = (window.Split - (group.FirstSeen > window.From ? group.FirstSeen : window.From)).TotalMinutes;
        var perMinute = counts[0] / Math.Max(1, before);
        var count = counts[1..].Sum();
        var expected = perMinute * (window.To - window.Split).TotalMinutes;
        if (count < LeastCount || count < expected * LeastRatio || (count - expected) / Math.Sqrt(expected + 1) < Clear)
        {
            return null;
        }

        // One slice at least has more than its share, as all together have.
        var (since, _) = slices.Zip(counts[1..]).First(one => one.Second > perMinute * LeastRatio * (one.First.To - one.First.From).TotalMinutes * 0.999).First;
        return new RisingErrors(group, count, expected, since);
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Slices(AnalysisWindow window)
    {
        for (var from = window.Split; from < window.To; from += Slice)
        {
            yield return (from, from + Slice < window.To ? from + Slice : window.To);
        }
    }
}
