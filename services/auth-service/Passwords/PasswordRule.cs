using System.Text;

namespace SreCopilot.AuthService.Passwords;

/// <summary>What a new password must look like (contract: conventions.md section 4).</summary>
internal static class PasswordRule
{
    /// <summary>bcrypt reads no further. Longer ones are refused instead of silently cut: see docs/decisions/0006-authentication.md.</summary>
    public const int MaximumBytes = 72;

    private const string SpecialCharacters = "!@#$%^&*(),.?\":{}|<>";

    /// <summary>The first rule the password breaks, or null.</summary>
    public static string? FindMistake(string password, string field = "password")
    {
        if (password.Length < 8)
        {
            return $"{field}: must have at least 8 characters";
        }

        if (!password.Any(char.IsAsciiLetterUpper))
        {
            return $"{field}: must contain an upper-case letter (A-Z)";
        }

        if (!password.Any(char.IsAsciiLetterLower))
        {
            return $"{field}: must contain a lower-case letter (a-z)";
        }

        if (!password.Any(char.IsAsciiDigit))
        {
            return $"{field}: must contain a digit (0-9)";
        }

        if (!password.Any(SpecialCharacters.Contains))
        {
            return $"{field}: must contain one of {string.Join(' ', SpecialCharacters.AsEnumerable())}";
        }

        return Encoding.UTF8.GetByteCount(password) > MaximumBytes || password.Contains('\0', StringComparison.Ordinal)
            ? $"{field}: must not be longer than {MaximumBytes} bytes and must not contain the character NUL"
            : null;
    }
}
