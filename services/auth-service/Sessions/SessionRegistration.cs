namespace SreCopilot.AuthService.Sessions;

internal static class SessionRegistration
{
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SessionOptions>()
            .BindConfiguration("Sessions")
            .Configure<IConfiguration>((options, configuration) =>
                options.AccessTokenMinutes = configuration.GetValue("ACCESS_TOKEN_EXPIRE_MINUTES", options.AccessTokenMinutes))
            .Validate(options => options.AccessTokenMinutes is >= 1 and <= 1440, "ACCESS_TOKEN_EXPIRE_MINUTES must be from 1 to 1440.")
            .Validate(options => options.RefreshTokenDays is >= 1 and <= 365, "Sessions__RefreshTokenDays must be from 1 to 365.")
            .Validate(options => options.ReuseGraceSeconds is >= 0 and <= 60, "Sessions__ReuseGraceSeconds must be from 0 to 60.")
            .Validate(options => Enum.IsDefined(options.SecureCookies), "Sessions__SecureCookies must be Auto, Always or Never.")
            .ValidateOnStart();
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddSingleton<SessionCookies>();
        builder.Services.AddHostedService<Housekeeping>();
    }
}
