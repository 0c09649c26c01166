using Microsoft.Extensions.Options;
using SreCopilot.Redis;

namespace SreCopilot.ApiGateway.RateLimits;

internal static class RateLimitRegistration
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.AddRedis();
        builder.Services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>();
        builder.Services.AddSingleton<BudgetCounter>();
        builder.Services.AddSingleton<RateLimiter>();
    }
}
