using Microsoft.Extensions.Options;
using SreCopilot.CloudConnectorService.Providers.Aws;
using SreCopilot.CloudConnectorService.Providers.Azure;
using SreCopilot.CloudConnectorService.Providers.Google;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers;

internal static class ProviderRegistration
{
    public static void AddProviders(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProviderOptions>().BindConfiguration(ProviderOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ProviderOptions>, ProviderOptionsValidator>();
        builder.Services.AddSingleton<PatientClient>();
        builder.Services.AddSingleton<CloudHttp>();
        builder.Services.AddSingleton<ICloudProvider, AwsProvider>();
        builder.Services.AddSingleton<ICloudProvider, AzureProvider>();
        builder.Services.AddSingleton<ICloudProvider, GoogleProvider>();
        builder.Services.AddSingleton<ProviderCatalog>();
    }
}
