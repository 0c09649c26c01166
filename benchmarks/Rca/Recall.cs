using System.Globalization;
using SreCopilot.AiService.RootCause;

namespace SreCopilot.Benchmarks.Rca;

/// <summary>How often the true node was first, or among the first three.</summary>
internal sealed record Recall(int Issues, int First, int AmongThree, int Unanswered)
{
    public static Recall Of(IEnumerable<(string RootCause, Localisation Answer)> answers) => answers.Aggregate(
        new Recall(0, 0, 0, 0),
        (sum, one) => RankOf(one.RootCause, one.Answer) is var rank && one.Answer.Candidates.Count == 0
            ? sum with { Issues = sum.Issues + 1, Unanswered = sum.Unanswered + 1 }
            : sum with { Issues = sum.Issues + 1, First = sum.First + (rank == 1 ? 1 : 0), AmongThree = sum.AmongThree + (rank <= 3 ? 1 : 0) });

    /// <summary>From 1; a node that is not in the list is behind all others.</summary>
    public static int RankOf(string rootCause, Localisation answer) =>
        answer.Candidates.TakeWhile(candidate => candidate.Node != rootCause).Count() is var before && before < answer.Candidates.Count ? before + 1 : int.MaxValue;

    public Recall With(Recall other) => new(Issues + other.Issues, First + other.First, AmongThree + other.AmongThree, Unanswered + other.Unanswered);

    public double TopOne => Share(First);

    public double TopThree => Share(AmongThree);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Issues,7}{TopOne,8:0.00}{TopThree,8:0.00}{Unanswered,9}");

    private double Share(int count) => Issues == 0 ? 0 : (double)count / Issues;
}
