using System.Text;
using Microsoft.Extensions.Options;

namespace SreCopilot.ServiceDefaults.Configuration;

/// <summary>What counts as a usable secret. There are no default secrets: a service refuses to start without real ones.</summary>
public static class SecretRules
{
    /// <summary>Shortest accepted signing or encryption secret, in UTF-8 bytes: the output size of SHA-256, below which
    /// RFC 7518 section 3.2 forbids HS256.</summary>
    public const int MinimumKeyBytes = 32;

    // Pieces of values that example files and tutorials use.
    private static readonly string[] PlaceholderPieces =
        ["change", "placeholder", "replace", "your-", "your_", "example", "insecure", "default", "<", "todo"];

    /// <summary>Says what is wrong with a signing or encryption key, or null when it is fine.</summary>
    /// <param name="name">The environment variable, for the message. The value itself never appears in it.</param>
    /// <param name="value">The configured value.</param>
    public static string? FindKeyMistake(string name, string? value) =>
        FindPasswordMistake(name, value)
        ?? (Encoding.UTF8.GetByteCount(value!) < MinimumKeyBytes
            ? $"{name} is too short: it needs at least {MinimumKeyBytes} bytes. Create one with: openssl rand -base64 48"
            : null);

    /// <summary>Says what is wrong with a password, or null when it is set and no placeholder.</summary>
    /// <param name="name">The environment variable, for the message.</param>
    /// <param name="value">The configured value.</param>
    public static string? FindPasswordMistake(string name, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return $"{name} is not set. There is no default: create one with: openssl rand -base64 48";
        }

        return IsPlaceholder(value)
            ? $"{name} still holds a placeholder. Create a real one with: openssl rand -base64 48"
            : null;
    }

    /// <summary>Validates a signing or encryption key and the one it replaces during a rotation.</summary>
    /// <param name="current">Variable and value of the key; mandatory.</param>
    /// <param name="previous">Variable and value of the previous key; null when no rotation is going on.</param>
    public static ValidateOptionsResult Validate((string Name, string? Value) current, (string Name, string? Value) previous)
    {
        string?[] mistakes =
        [
            FindKeyMistake(current.Name, current.Value),
            previous.Value is null ? null : FindKeyMistake(previous.Name, previous.Value),
        ];
        var found = mistakes.OfType<string>().ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static bool IsPlaceholder(string value) =>
        value.Distinct().Count() < 4
        || PlaceholderPieces.Any(piece => value.Contains(piece, StringComparison.OrdinalIgnoreCase));
}
