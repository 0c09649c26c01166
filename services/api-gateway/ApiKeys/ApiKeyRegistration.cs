using Microsoft.Extensions.Options;

namespace SreCopilot.ApiGateway.ApiKeys;

internal static class ApiKeyRegistration
{
    public static void AddApiKeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ApiKeyOptions>().BindConfiguration(ApiKeyOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ApiKeyOptions>, ApiKeyOptionsValidator>();
        builder.Services.AddSingleton<ApiKeyVerification>();
    }
}
