using System.Text.Json;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>What the fields of an integration must look like; null is no mistake, because then there is nothing to change.</summary>
internal static class IntegrationRules
{
    public const int ConfigLength = 16 * 1024;

    private const int UrlLength = 500;

    public static string UrlMistake { get; } = $"url: must be an http or https URL of at most {UrlLength} characters, without a user name or password in it";

    private const int DescriptionLength = 2000;
    private const int SecretLength = 4096;

    public static IEnumerable<string> FindMistakes(string? name, string? description, string? url, string? username, string? password, string? apiKey)
    {
        if (name is not null && !Text.IsName(name))
        {
            yield return "name: must have 1 to 255 characters and no control characters";
        }

        if (description is not null && !Text.IsProse(description, DescriptionLength))
        {
            yield return $"description: must have at most {DescriptionLength} characters and no control characters";
        }

        if (url is { Length: > 0 } && ParseUrl(url) is null)
        {
            yield return UrlMistake;
        }

        if (username is not null && (!Text.IsLine(username, Text.NameLength) || username.Contains(':', StringComparison.Ordinal)))
        {
            yield return "username: must have at most 255 characters, no colon and no control characters";
        }

        if (password is not null && !Text.IsLine(password, SecretLength))
        {
            yield return $"password: must have at most {SecretLength} characters and no control characters";
        }

        // It goes into a header.
        if (apiKey is not null && !(Text.IsLine(apiKey, SecretLength) && apiKey.All(char.IsAscii)))
        {
            yield return $"api_key: must have at most {SecretLength} ASCII characters and no control characters";
        }
    }

    /// <summary>The further settings, with what <see cref="WebhookSettings"/> says about its part of them.</summary>
    public static IEnumerable<string> FindMistakes(JsonElement? config) =>
        config is not { } sent ? []
        : ConfigObject.Read(sent, ConfigLength) is null ? [$"config: must be an object of at most {ConfigLength} characters"]
        : WebhookSettings.FindMistakes(sent);

    /// <summary>The URL as it is stored, or null when it is none.</summary>
    public static string? ParseUrl(string text)
    {
        var url = text.Trim();
        return url.Length <= UrlLength && Text.IsLine(url, UrlLength)
            && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { UserInfo: "", Fragment: "", Host.Length: > 0 }
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
                ? url.TrimEnd('/')
                : null;
    }

    /// <summary>Whether credentials for one URL go to the same place with the other.</summary>
    public static bool HaveSameOrigin(string url, string other) =>
        Uri.TryCreate(url, UriKind.Absolute, out var one) && Uri.TryCreate(other.Trim(), UriKind.Absolute, out var two)
        && Uri.Compare(one, two, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
