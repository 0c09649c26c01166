using Microsoft.Extensions.Options;

namespace SreCopilot.AuthService.Passwords;

internal static class PasswordRegistration
{
    public static void AddPasswords(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PasswordOptions>().BindConfiguration("Passwords").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<PasswordOptions>, PasswordOptionsValidator>();
        builder.Services.AddSingleton<PasswordHasher>();
    }
}
