using System.Text.RegularExpressions;
using SreCopilot.Database;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AuthService.Projects;

/// <summary>What the fields of a project must look like; null is no mistake, because then there is nothing to change.</summary>
internal static partial class ProjectRules
{
    private const int DescriptionLength = 2000;

    public static IEnumerable<string> FindMistakes(string? name, string? slug, string? description)
    {
        if (name is not null && !Text.IsName(name))
        {
            yield return "name: must have 1 to 255 characters and no control characters";
        }

        if (slug is not null && !SlugShape().IsMatch(slug))
        {
            yield return "slug: must have 1 to 100 letters (a-z), digits, hyphens or underscores and begin with a letter or digit";
        }

        if (description is not null && !Text.IsProse(description, DescriptionLength))
        {
            yield return $"description: must have at most {DescriptionLength} characters and no control characters";
        }
    }

    /// <summary>PostgreSQL knows the names on every machine; the service's image may have no time zone data.</summary>
    public static async Task<string?> FindTimezoneMistakeAsync(DatabaseSession session, string? timezone, CancellationToken cancel) =>
        timezone is null or "UTC"
        || (Text.IsLine(timezone, 50) && await session.SingleOrDefaultAsync(
            $"select exists (select from pg_timezone_names where name = {timezone})", row => row.GetBoolean(0), cancel))
            ? null
            : "timezone: must be a name of the IANA time zone database, for example Europe/Berlin";

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$", RegexOptions.CultureInvariant)]
    private static partial Regex SlugShape();
}
