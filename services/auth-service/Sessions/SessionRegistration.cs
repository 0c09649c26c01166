using Microsoft.Extensions.Options;

namespace SreCopilot.AuthService.Sessions;

internal static class SessionRegistration
{
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SessionOptions>().BindConfiguration("Sessions").ValidateOnStart();
        builder.Services.AddOptions<SessionOptions>().Configure<IConfiguration>((options, configuration) =>
            options.AccessTokenMinutes = configuration.GetValue("ACCESS_TOKEN_EXPIRE_MINUTES", options.AccessTokenMinutes));
        builder.Services.AddSingleton<IValidateOptions<SessionOptions>, SessionOptionsValidator>();
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddSingleton<SessionCookies>();
        builder.Services.AddHostedService<Housekeeping>();
    }
}
