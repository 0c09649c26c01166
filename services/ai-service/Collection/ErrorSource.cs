using System.Globalization;
using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>Groups of errors that are new, came back after they had been resolved, or are far more frequent than before.</summary>
internal static class ErrorSource
{
    private const int Most = 10;

    public static async Task<Findings> CollectAsync(Question question, Task<Topology> topology, CancellationToken cancel)
    {
        var window = question.Window;
        var answer = await question.GetMetricsAsync(
            $"/errors/groups?limit=200&{Question.Range(window.Split, window.To)}", PeerJson.Default.IReadOnlyListErrorGroupBody, cancel);
        if (answer.Value is not { } groups)
        {
            return Findings.Without(EvidenceKind.ErrorGroup, answer);
        }

        var fresh = groups.Where(group => group.FirstSeen >= window.Split || group.RegressedAt >= window.Split).ToList();
        var (risen, problem) = await RisingErrors.FindAsync(question, [.. groups.Except(fresh)], cancel);
        var names = (await topology).Names;
        return new(
            [
                .. fresh.Select(group => Introduce(group, window)).Concat(risen.Select(Introduce))
                    .OrderByDescending(one => one.Evidence.Strength).ThenBy(one => one.Evidence.Id, StringComparer.Ordinal)
                    .Take(Most)
                    .SelectMany(one => Describe(one.Group, one.Evidence, names)),
            ],
            problem is null ? null : new MissingSource(EvidenceKind.ErrorGroup, $"how often errors happened before: {problem}"));
    }

    private static (ErrorGroupBody Group, Evidence Evidence) Introduce(ErrorGroupBody group, AnalysisWindow window)
    {
        var isNew = group.FirstSeen >= window.Split;
        return (group, Of(
            group, $"{(isNew ? "New error" : "Error that came back")} in {group.ServiceName}, {group.OccurrenceCount} times",
            isNew ? group.FirstSeen : group.RegressedAt!.Value, Strength.OfCount(group.OccurrenceCount)));
    }

    private static (ErrorGroupBody Group, Evidence Evidence) Introduce(RisingErrors risen) => (risen.Group, Of(
        risen.Group,
        string.Create(CultureInfo.InvariantCulture, $"Error in {risen.Group.ServiceName}, {risen.Count:0} times instead of about {risen.Expected:0.#}"),
        risen.Since, Strength.OfRatio(risen.Expected, risen.Count)));

    private static Evidence Of(ErrorGroupBody group, string summary, DateTimeOffset at, double strength) => new(
        $"error:{group.Fingerprint}", EvidenceKind.ErrorGroup, Signal.NewError, group.ServiceName, $"{summary}: {Say(group)}",
        $"/errors/{Uri.EscapeDataString(group.Fingerprint)}", at, strength, 0.9);

    private static string Say(ErrorGroupBody group) => $"{group.ErrorClass}: {Words.Cut(group.Message, 200)}";

    private static IEnumerable<Evidence> Describe(ErrorGroupBody group, Evidence evidence, IReadOnlyList<string> names)
    {
        var said = Say(group);
        yield return evidence;
        if (Phrases.SaysCertificateExpired(said))
        {
            var owner = Phrases.FindName(said, names.Where(name => name != group.ServiceName));
            yield return evidence with
            {
                Id = $"certificate:{group.Fingerprint}", Signal = Signal.CertificateExpired, Subject = owner.Length > 0 ? owner : group.ServiceName, Strength = 1,
            };
        }

        if (Phrases.SaysOutOfMemory(said))
        {
            yield return evidence with { Id = $"memory:{group.Fingerprint}", Signal = Signal.OutOfMemory, Strength = 1 };
        }
    }
}
