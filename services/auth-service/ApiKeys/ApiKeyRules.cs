using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AuthService.ApiKeys;

internal static class ApiKeyRules
{
    private const int LongestDays = 365;

    public static IEnumerable<string> FindMistakes(string? name, int? expiresInDays = null)
    {
        if (name is not null && !Text.IsName(name))
        {
            yield return "name: must have 1 to 255 characters and no control characters";
        }

        if (expiresInDays is < 1 or > LongestDays)
        {
            yield return $"expires_in_days: must be from 1 to {LongestDays}, or null for a key that does not expire";
        }
    }

    /// <summary>400, as in the contract, when a scope is not known.</summary>
    public static JsonHttpResult<ErrorBody>? RefuseUnknown(IReadOnlyList<string?>? scopes) =>
        scopes is not null && scopes.Any(scope => !ApiKeyScopes.All.Contains(scope))
            ? ApiErrors.BadRequest($"scopes: may contain {string.Join(", ", ApiKeyScopes.All)}", ErrorCodes.InvalidFieldValue)
            : null;

    /// <summary>Each once, in the order of the contract.</summary>
    public static string[] Normalize(IReadOnlyList<string?> scopes) => [.. ApiKeyScopes.All.Where(scopes.Contains)];
}
