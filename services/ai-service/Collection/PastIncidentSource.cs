using System.Globalization;
using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>Incidents of the past that look alike, what people confirmed as their cause, and what they said when these were over.</summary>
internal static class PastIncidentSource
{
    private const int Most = 5;
    private const double LeastSimilarity = 0.4;
    private const double SameService = 0.5;
    private static readonly char[] Separators = [' ', ',', '.', ':', ';', '-', '_', '/', '(', ')', '[', ']', '"', '\''];

    public static async Task<Findings> CollectAsync(Question question, IReadOnlyDictionary<Guid, Cause> known, CancellationToken cancel)
    {
        var service = Uri.EscapeDataString(question.Incident.ServiceName);
        var pages = await Task.WhenAll(new[] { $"&service_name={service}", "" }.Select(filter =>
            question.GetIncidentsAsync($"/incidents?state=resolved,learned,closed&limit=100{filter}", PeerJson.Default.IncidentPageBody, cancel)));
        if (Array.FindIndex(pages, page => page.Value is null) is >= 0 and var silent)
        {
            return Findings.Without(EvidenceKind.PastIncident, pages[silent]);
        }

        var alike = pages.SelectMany(page => page.Value!.Items)
            .Where(past => past.Id != question.Incident.Id && past.DetectedAt < question.Incident.DetectedAt)
            .DistinctBy(past => past.Id)
            .Select(past => (Incident: past, Similarity: Similarity(past, question.Incident)))
            .Where(one => one.Similarity >= LeastSimilarity)
            .OrderByDescending(one => one.Similarity).ThenByDescending(one => one.Incident.DetectedAt).ThenBy(one => one.Incident.Id)
            .Take(Most)
            .ToList();
        var endings = await Task.WhenAll(alike.Select(one => ReadEndingAsync(question, one.Incident.Id, cancel)));
        return new([.. alike.Zip(endings, (one, ending) => Describe(one.Incident, one.Similarity, ending, known))]);
    }

    /// <summary>0 to 1: half for the same service, half for the share of words that both titles have (Jaccard).</summary>
    public static double Similarity(IncidentBody past, IncidentBody present)
    {
        var (left, right) = (WordsOf(past.Title), WordsOf(present.Title));
        var shared = left.Intersect(right).Count();
        var all = left.Union(right).Count();
        return (string.Equals(past.ServiceName, present.ServiceName, StringComparison.OrdinalIgnoreCase) ? SameService : 0)
            + (all == 0 ? 0 : (1 - SameService) * shared / all);
    }

    private static HashSet<string> WordsOf(string title) =>
        [.. title.ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 2)];

    // The words of whoever resolved it; the newest activities come first.
    private static async Task<string> ReadEndingAsync(Question question, Guid incident, CancellationToken cancel)
    {
        var activities = (await question.GetIncidentsAsync($"/incidents/{incident}/activities?limit=50", PeerJson.Default.IReadOnlyListActivityBody, cancel)).Value ?? [];
        return (activities.FirstOrDefault(one => one is { ActivityType: "state_change", NewValue: "resolved" }) ?? activities.FirstOrDefault(one => one.ActivityType == "comment"))?.Content ?? "";
    }

    private static Evidence Describe(IncidentBody past, double similarity, string ending, IReadOnlyDictionary<Guid, Cause> known)
    {
        var cause = known.TryGetValue(past.Id, out var confirmed) ? confirmed : (Cause?)null;
        return new(
            $"incident:{past.Id}", EvidenceKind.PastIncident, Signal.HappenedBefore, past.ServiceName,
            string.Create(CultureInfo.InvariantCulture, $"Similar incident of {past.DetectedAt:yyyy-MM-dd}: {Words.Cut(past.Title, 120)}")
                + (cause is { } value ? $"; its confirmed cause was {Words.Of(value).Replace('_', ' ')}" : "")
                + (ending.Length > 0 ? $"; it ended with: {Words.Cut(ending, 200)}" : ""),
            $"/incidents/{past.Id}", past.DetectedAt, similarity, cause is null ? 0.5 : 1) { KnownCause = cause };
    }
}
