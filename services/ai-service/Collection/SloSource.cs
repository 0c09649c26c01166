using System.Globalization;
using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>Error budgets that burn. Only the last hour is known, so an older incident gets nothing from here.</summary>
internal static class SloSource
{
    private static readonly TimeSpan Known = TimeSpan.FromHours(1);

    /// <summary>A burn rate that uses up two percent of a 30 days' budget in an hour: the usual threshold for waking somebody.</summary>
    private const double Paging = 14.4;

    public static async Task<Findings> CollectAsync(Question question, CancellationToken cancel)
    {
        if (question.Now - question.Window.To > Known)
        {
            return new([], new MissingSource(EvidenceKind.SloBurn, "burn rates are known for the last hour only, and the incident is older"));
        }

        var answer = await question.GetMetricsAsync("/slos?limit=200", PeerJson.Default.IReadOnlyListSloBody, cancel);
        return answer.Value is not { } slos
            ? Findings.Without(EvidenceKind.SloBurn, answer)
            : new(
            [
                .. slos.Where(slo => slo.BurnRate > 1).OrderByDescending(slo => slo.BurnRate).ThenBy(slo => slo.SloId).Take(10).Select(slo => new Evidence(
                    $"slo:{slo.SloId}", EvidenceKind.SloBurn, Signal.SloBurning, slo.ServiceName,
                    string.Create(CultureInfo.InvariantCulture, $"The error budget of {Words.Cut(slo.Name, 100)} ({slo.ServiceName}, {slo.TargetPercentage:0.###} %) burns {slo.BurnRate:0.#} times too fast"),
                    "/slo", question.Window.Detected, Math.Min(1, slo.BurnRate / Paging), 0.8)),
            ]);
    }
}
