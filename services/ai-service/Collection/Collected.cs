using SreCopilot.AiService.Hypotheses;

namespace SreCopilot.AiService.Collection;

/// <summary>Everything that was found out about an incident: the input of the ranking, which gives the same answer for the same of it.</summary>
/// <param name="Context">The incident's service, onset and surroundings.</param>
/// <param name="Evidence">The facts.</param>
/// <param name="Missing">What could not be asked.</param>
/// <param name="Window">The times that were looked at.</param>
internal sealed record Collected(IncidentContext Context, IReadOnlyList<Evidence> Evidence, IReadOnlyList<MissingSource> Missing, AnalysisWindow Window);
