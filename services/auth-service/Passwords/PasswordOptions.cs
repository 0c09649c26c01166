using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.AuthService.Passwords;

/// <summary>Configuration section <c>Passwords</c>.</summary>
internal sealed class PasswordOptions
{
    /// <summary>bcrypt cost: the hash takes 2^cost rounds. Default 12, about a quarter of a second on one core.</summary>
    [Range(10, 16, ErrorMessage = "Passwords__Cost must be a whole number from 10 to 16.")]
    public int Cost { get; set; } = 12;
}

[OptionsValidator]
internal sealed partial class PasswordOptionsValidator : IValidateOptions<PasswordOptions>;
