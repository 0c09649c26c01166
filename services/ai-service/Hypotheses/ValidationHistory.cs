namespace SreCopilot.AiService.Hypotheses;

/// <summary>What people of a project said about earlier hypotheses.</summary>
internal sealed record ValidationHistory(IReadOnlyDictionary<Cause, Verdicts> Verdicts)
{
    public static ValidationHistory None { get; } = new(new Dictionary<Cause, Verdicts>());

    public Verdicts Of(Cause cause) => Verdicts.GetValueOrDefault(cause);
}

/// <summary>How often a cause was accepted and rejected.</summary>
internal readonly record struct Verdicts(int Accepted, int Rejected);
