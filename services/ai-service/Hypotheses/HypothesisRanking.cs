using System.Globalization;
using System.Text;

namespace SreCopilot.AiService.Hypotheses;

/// <summary>Makes hypotheses from evidence and puts them in order. Pure: the same evidence, in whatever order, gives the same answer.</summary>
internal static class HypothesisRanking
{
    /// <summary>As many as a person reads.</summary>
    public const int Most = 5;

    public static IReadOnlyList<RankedHypothesis> Rank(IncidentContext incident, IEnumerable<Evidence> evidence, ValidationHistory history) =>
        [.. JudgeAll(incident, evidence, history).Take(Most)];

    /// <summary>All that there is any reason for.</summary>
    public static IEnumerable<RankedHypothesis> JudgeAll(IncidentContext incident, IEnumerable<Evidence> evidence, ValidationHistory history)
    {
        var all = evidence
            .GroupBy(one => one.Id, StringComparer.Ordinal)
            .Select(copies => copies.OrderByDescending(copy => copy.Strength * copy.Quality).ThenBy(copy => copy.At).ThenBy(copy => copy.Signal).First())
            .OrderBy(one => one.Id, StringComparer.Ordinal)
            .ToList();
        return CauseRules.All
            .SelectMany(rule => Subjects(rule, incident, all).Select(subject => Judge(rule, subject, incident, all, history)))
            .OrderByDescending(hypothesis => hypothesis.Confidence.Value)
            .ThenBy(hypothesis => hypothesis.Cause)
            .ThenBy(hypothesis => hypothesis.Subject, StringComparer.Ordinal);
    }

    private static IEnumerable<string> Subjects(CauseRule rule, IncidentContext incident, List<Evidence> all) => all
        .Where(one => rule.Core.Contains(one.Signal) && one.Strength > 0 && Timing.CanCause(one.Signal, one.At, incident.Onset))
        .Select(one => one.Subject.Length == 0 ? incident.Service : one.Subject)
        .Distinct(StringComparer.Ordinal);

    private static RankedHypothesis Judge(CauseRule rule, string subject, IncidentContext incident, List<Evidence> all, ValidationHistory history)
    {
        var supporting = Cite(rule.Supporting, subject, incident, all.Where(one => Timing.CanCause(one.Signal, one.At, incident.Onset)));
        var contradicting = Cite(rule.Contradicting, subject, incident, all);
        var factors = RankingModel.Weigh(rule, incident, all, supporting, contradicting, history);
        var precedents = all.Where(one => one.Signal == Signal.HappenedBefore && one.KnownCause == rule.Cause).Select(one => new CitedEvidence(one, one.Strength * one.Quality));
        return new(
            rule.Cause, subject, Say(rule.Claim, subject), RankingModel.Confidence(factors), factors,
            [.. supporting.Concat(precedents).OrderByDescending(cited => cited.Weight * cited.Evidence.Strength).ThenBy(cited => cited.Evidence.Id, StringComparer.Ordinal)],
            [.. contradicting.OrderByDescending(cited => cited.Weight * cited.Evidence.Strength).ThenBy(cited => cited.Evidence.Id, StringComparer.Ordinal)],
            Say(NextCheck(rule, all.Where(one => incident.Connect(one, subject) > 0)), subject));
    }

    private static List<CitedEvidence> Cite(
        IReadOnlyDictionary<Signal, double> relevance, string subject, IncidentContext incident, IEnumerable<Evidence> evidence) =>
    [
        .. evidence
            .Select(one => new CitedEvidence(one, relevance.GetValueOrDefault(one.Signal) * incident.Connect(one, subject)))
            .Where(cited => cited.Weight > 0),
    ];

    private static string NextCheck(CauseRule rule, IEnumerable<Evidence> evidence)
    {
        var known = evidence.Select(one => one.Signal).ToHashSet();
        return rule.Checks.FirstOrDefault(check => !check.Answers.Any(known.Contains))?.Instruction ?? rule.Remedy;
    }

    private static string Say(string text, string subject) => string.Format(CultureInfo.InvariantCulture, CompositeFormat.Parse(text), subject);
}
