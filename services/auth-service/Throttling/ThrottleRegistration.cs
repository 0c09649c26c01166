namespace SreCopilot.AuthService.Throttling;

internal static class ThrottleRegistration
{
    public static void AddThrottling(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ThrottleOptions>()
            .BindConfiguration("Throttling")
            .Validate(options => options.All.All(limit => limit.Burst is >= 1 and <= 1_000_000), "Throttling__...__Burst must be from 1 to 1000000.")
            .Validate(options => options.All.All(limit => limit.IntervalSeconds is >= 0.001 and <= 3600), "Throttling__...__IntervalSeconds must be from 0.001 to 3600.")
            .ValidateOnStart();
        builder.Services.AddSingleton<Throttle>();
    }
}
