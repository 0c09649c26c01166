using Microsoft.Extensions.Options;
using SreCopilot.Peers;

namespace SreCopilot.CicdConnectorService.Deployments;

internal static class DeploymentRegistration
{
    public static void AddDeployments(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigureOptions<PeerOptions>, PeerOptionsSetup>();
        builder.Services.AddSingleton<IValidateOptions<PeerOptions>, PeerOptionsSetup>();
        builder.Services.AddOptions<PeerOptions>().ValidateOnStart();
        builder.Services.AddSingleton<PeerClient>();
        builder.Services.AddSingleton<CollectorClient>();
        builder.Services.AddSingleton<IncidentClient>();
        builder.Services.AddSingleton<DeliverySignal>();
        builder.Services.AddHostedService<DeliveryWorker>();
        builder.Services.AddHostedService<Housekeeping>();
    }
}
