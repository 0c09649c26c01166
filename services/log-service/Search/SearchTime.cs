namespace SreCopilot.LogService.Search;

/// <summary>How long PostgreSQL may work on what is asked next.</summary>
internal static class SearchTime
{
    /// <summary>For <c>statement_timeout</c>.</summary>
    public static string Of(TimeSpan rest) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Max(1, (int)rest.TotalMilliseconds)}ms");
}
