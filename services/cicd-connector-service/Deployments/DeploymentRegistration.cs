using Microsoft.Extensions.Options;
using SreCopilot.Peers;

namespace SreCopilot.CicdConnectorService.Deployments;

internal static class DeploymentRegistration
{
    public static void AddDeployments(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigureOptions<CollectorOptions>, CollectorOptionsSetup>();
        builder.Services.AddSingleton<IValidateOptions<CollectorOptions>, CollectorOptionsSetup>();
        builder.Services.AddOptions<CollectorOptions>().ValidateOnStart();
        builder.Services.AddSingleton<PeerClient>();
        builder.Services.AddSingleton<CollectorClient>();
        builder.Services.AddSingleton<DeliverySignal>();
        builder.Services.AddHostedService<DeliveryWorker>();
        builder.Services.AddHostedService<Housekeeping>();
    }
}
