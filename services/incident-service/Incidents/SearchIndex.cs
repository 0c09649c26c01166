using SreCopilot.Search;

namespace SreCopilot.IncidentService.Incidents;

/// <summary>What is searched in incidents: <c>incident_search</c> knows which ones may contain a text, and their <c>search_text</c>
/// decides whether they do.</summary>
internal static class SearchIndex
{
    /// <summary>What is searched in.</summary>
    public static string TextOf(string title, string serviceName, string description) =>
        Fold($"{title}{Trigrams.FieldEnd}{serviceName}{Trigrams.FieldEnd}{description}");

    /// <inheritdoc cref="Trigrams.Fold"/>
    public static string Fold(string text) => Trigrams.Fold(text);

    /// <inheritdoc cref="Trigrams.Of"/>
    public static int[] GramsOf(Guid projectId, string folded) => Trigrams.Of(projectId, folded);
}
