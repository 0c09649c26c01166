using Microsoft.Extensions.Options;

namespace SreCopilot.AuthService.Throttling;

internal static class ThrottleRegistration
{
    public static void AddThrottling(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ThrottleOptions>().BindConfiguration("Throttling").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ThrottleOptions>, ThrottleOptionsValidator>();
        builder.Services.AddSingleton<Throttle>();
    }
}
