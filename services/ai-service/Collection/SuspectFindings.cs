using SreCopilot.AiService.Hypotheses;

namespace SreCopilot.AiService.Collection;

/// <summary>What looking closer at one suspicious service brought.</summary>
/// <param name="Evidence">Facts.</param>
/// <param name="Explanations">What is behind the service.</param>
internal sealed record SuspectFindings(IReadOnlyList<Evidence> Evidence, IReadOnlyList<Explanation> Explanations)
{
    public static SuspectFindings Nothing { get; } = new([], []);
}
