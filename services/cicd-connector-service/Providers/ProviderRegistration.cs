using Microsoft.Extensions.Options;
using SreCopilot.CicdConnectorService.Providers.AzureDevOps;
using SreCopilot.CicdConnectorService.Providers.Bitbucket;
using SreCopilot.CicdConnectorService.Providers.GitHub;
using SreCopilot.CicdConnectorService.Providers.GitLab;
using SreCopilot.CicdConnectorService.Providers.Jenkins;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Providers;

internal static class ProviderRegistration
{
    public static void AddProviders(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProviderOptions>().BindConfiguration(ProviderOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ProviderOptions>, ProviderOptionsValidator>();
        builder.Services.AddSingleton<PatientClient>();
        builder.Services.AddSingleton<ProviderHttp>();
        builder.Services.AddSingleton<ICiProvider, GitHubProvider>();
        builder.Services.AddSingleton<ICiProvider, GitLabProvider>();
        builder.Services.AddSingleton<ICiProvider, AzureDevOpsProvider>();
        builder.Services.AddSingleton<ICiProvider, JenkinsProvider>();
        builder.Services.AddSingleton<ICiProvider, BitbucketProvider>();
        builder.Services.AddSingleton<ProviderCatalog>();
    }
}
