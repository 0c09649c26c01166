namespace SreCopilot.AiService.Hypotheses;

/// <summary>A number between 0 and 1 and how wrong it can be.</summary>
internal readonly record struct Estimate(double Value, double Lower, double Upper)
{
    /// <summary>A value of which only a part is certain: the rest can be all or nothing.</summary>
    public static Estimate Partly(double value, double certainty) => new(value, certainty * value, (certainty * value) + (1 - certainty));

    /// <summary>
    /// A share of cases. The prior counts as some cases more; the range is that of the imprecise Dirichlet model (Walley 1996), in which
    /// these go all to one side or all to the other.
    /// </summary>
    public static Estimate Share(double hits, double cases, double priorCases, double prior) =>
        new((hits + (priorCases * prior)) / (cases + priorCases), hits / (cases + priorCases), (hits + priorCases) / (cases + priorCases));

    public Estimate Times(double factor) => new(Value * factor, Lower * factor, Upper * factor);

    public static Estimate operator +(Estimate left, Estimate right) => new(left.Value + right.Value, left.Lower + right.Lower, left.Upper + right.Upper);
}
