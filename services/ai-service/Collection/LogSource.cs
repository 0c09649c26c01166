using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>Patterns of error lines that nobody wrote in the day before.</summary>
internal static class LogSource
{
    private const int Most = 6;
    private static readonly string[] Levels = ["ERROR", "FATAL"];
    private static readonly TimeSpan Before = TimeSpan.FromHours(24);

    public static async Task<Findings> CollectAsync(Question question, Task<Topology> topology, CancellationToken cancel)
    {
        var window = question.Window;
        var range = Question.Range(window.Split - Before, window.To);
        var answers = await Task.WhenAll(Levels.Select(level =>
            question.GetLogsAsync($"/logs/patterns?level={level}&limit=1000&{range}", PeerJson.Default.PatternsBody, cancel)));
        if (Array.FindIndex(answers, answer => answer.Value is null) is >= 0 and var silent)
        {
            return Findings.Without(EvidenceKind.LogPattern, answers[silent]);
        }

        var fresh = answers.SelectMany(answer => answer.Value!.Patterns)
            .Where(pattern => pattern.FirstSeen >= window.Split && pattern.FirstSeen <= window.To)
            .GroupBy(pattern => pattern.Id).Select(same => same.First())
            .OrderByDescending(pattern => pattern.Count).ThenBy(pattern => pattern.Pattern, StringComparer.Ordinal)
            .Take(Most)
            .ToList();
        var writers = await Task.WhenAll(fresh.Select(pattern => FindWriterAsync(question, pattern, cancel)));
        var names = (await topology).Names;
        return new([.. fresh.Zip(writers).SelectMany(one => Describe(one.First, one.Second, names))]);
    }

    // A pattern can be several services'; the writer of its newest line stands for it.
    private static async Task<string> FindWriterAsync(Question question, PatternBody pattern, CancellationToken cancel)
    {
        var page = await question.GetLogsAsync(
            $"/logs/search?pattern={pattern.Id}&limit=1&{Question.Range(question.Window.Split, question.Window.To)}", PeerJson.Default.LogPageBody, cancel);
        return page.Value?.Items is [var line, ..] ? line.ServiceName : "";
    }

    private static IEnumerable<Evidence> Describe(PatternBody pattern, string writer, IReadOnlyList<string> names)
    {
        var said = $"{pattern.Pattern} {pattern.Sample}";
        var evidence = new Evidence(
            $"pattern:{pattern.Id}", EvidenceKind.LogPattern, Signal.NewError, writer,
            $"New {pattern.Level} lines{(writer.Length > 0 ? " of " + writer : "")}, {pattern.Count} of them: {Words.Cut(pattern.Sample.Length > 0 ? pattern.Sample : pattern.Pattern, 200)}",
            $"/logs?pattern={pattern.Id}", pattern.FirstSeen, Strength.OfCount(pattern.Count), writer.Length > 0 ? 0.85 : 0.5);
        yield return evidence;
        if (Phrases.SaysCertificateExpired(said))
        {
            var owner = Phrases.FindName(said, names.Where(name => name != writer));
            yield return evidence with
            {
                Id = $"certificate:{pattern.Id}", Signal = Signal.CertificateExpired, Subject = owner.Length > 0 ? owner : writer, Strength = 1,
            };
        }

        if (Phrases.SaysOutOfMemory(said))
        {
            yield return evidence with { Id = $"memory:{pattern.Id}", Signal = Signal.OutOfMemory, Strength = 1 };
        }
    }
}
