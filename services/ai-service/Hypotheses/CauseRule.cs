namespace SreCopilot.AiService.Hypotheses;

/// <summary>How one cause is recognised.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Claim">What is claimed; {0} is the subject.</param>
/// <param name="Core">Without one of these about the subject the claim is not made at all.</param>
/// <param name="Supporting">What speaks for it, and how specifically: 1 says hardly anything else, 0.3 goes with many causes.</param>
/// <param name="Contradicting">What speaks against it, on the same scale.</param>
/// <param name="Checks">What to look at next, the most telling first.</param>
/// <param name="Remedy">What to do when all that was looked at; {0} is the subject.</param>
internal sealed record CauseRule(
    Cause Cause,
    string Claim,
    IReadOnlyList<Signal> Core,
    IReadOnlyDictionary<Signal, double> Supporting,
    IReadOnlyDictionary<Signal, double> Contradicting,
    IReadOnlyList<Check> Checks,
    string Remedy);

/// <summary>Something a person can look at.</summary>
/// <param name="Answers">What would be found: when the evidence has one of these already, the check was made.</param>
/// <param name="Instruction">What to do; {0} is the subject.</param>
internal sealed record Check(IReadOnlyList<Signal> Answers, string Instruction);
