namespace SreCopilot.AiService.RootCause;

/// <summary>Why there are candidates, or none.</summary>
internal enum LocalisationVerdict
{
    Localised,

    /// <summary>What was given as abnormal is what normal operation does by itself.</summary>
    NothingAbnormal,

    /// <summary>The symptom's metric has too few rows, normal or abnormal, to tell.</summary>
    TooLittleData,
}

/// <summary>Where a symptom began.</summary>
/// <param name="Verdict">Whether there is an answer.</param>
/// <param name="FalseAlarmProbability">How often normal operation would look like this; 1 when that is unknown.</param>
/// <param name="Candidates">The most probable first.</param>
/// <param name="SuspectRows">For every (condensed) row the probability that it belongs to the incident; empty without an answer.</param>
internal sealed record Localisation(
    LocalisationVerdict Verdict, double FalseAlarmProbability, IReadOnlyList<RootCauseCandidate> Candidates, IReadOnlyList<SuspectRow> SuspectRows);

/// <summary>A row of the abnormal frame.</summary>
internal readonly record struct SuspectRow(long Time, double Probability);

/// <summary>A node, and what speaks for it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Score">0 to about 1: the blame, plus a little for deviations that no path connects. Only the order of scores means something.</param>
/// <param name="Blame">How much of the symptom began here: 0 to 1, and 1 over all nodes.</param>
/// <param name="Path">From the symptom to the node along calls: the way most of the blame came; the shortest when there is none.</param>
/// <param name="Deviations">Its metrics that got worse, the most surprising first.</param>
internal sealed record RootCauseCandidate(string Node, double Score, double Blame, IReadOnlyList<string> Path, IReadOnlyList<Deviation> Deviations);
