namespace SreCopilot.AuthService.Passwords;

/// <summary>Configuration section <c>Passwords</c>.</summary>
internal sealed class PasswordOptions
{
    /// <summary>bcrypt cost: the hash takes 2^cost rounds. Default 12, about a quarter of a second on one core.</summary>
    public int Cost { get; set; } = 12;
}
