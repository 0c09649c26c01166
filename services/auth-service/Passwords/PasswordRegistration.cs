namespace SreCopilot.AuthService.Passwords;

internal static class PasswordRegistration
{
    public static void AddPasswords(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PasswordOptions>()
            .BindConfiguration("Passwords")
            .Validate(options => options.Cost is >= 10 and <= 16, "Passwords__Cost must be from 10 to 16.")
            .ValidateOnStart();
        builder.Services.AddSingleton<PasswordHasher>();
    }
}
