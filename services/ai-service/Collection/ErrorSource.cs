using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>Groups of errors that are new, or came back after they had been resolved.</summary>
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

        var names = (await topology).Names;
        return new(
        [
            .. groups
                .Where(group => group.FirstSeen >= window.Split || group.RegressedAt >= window.Split)
                .OrderByDescending(group => group.OccurrenceCount).ThenBy(group => group.Fingerprint, StringComparer.Ordinal)
                .Take(Most)
                .SelectMany(group => Describe(group, window, names)),
        ]);
    }

    private static IEnumerable<Evidence> Describe(ErrorGroupBody group, AnalysisWindow window, IReadOnlyList<string> names)
    {
        var said = $"{group.ErrorClass}: {Words.Cut(group.Message, 200)}";
        var isNew = group.FirstSeen >= window.Split;
        var at = isNew ? group.FirstSeen : group.RegressedAt!.Value;
        var evidence = new Evidence(
            $"error:{group.Fingerprint}", EvidenceKind.ErrorGroup, Signal.NewError, group.ServiceName,
            $"{(isNew ? "New error" : "Error that came back")} in {group.ServiceName}, {group.OccurrenceCount} times: {said}",
            $"/errors/{Uri.EscapeDataString(group.Fingerprint)}", at, Strength.OfCount(group.OccurrenceCount), 0.9);
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
