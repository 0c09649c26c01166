namespace SreCopilot.CicdConnectorService.Deployments;

internal static class DeploymentRegistration
{
    private const string Variable = "METRICS_COLLECTOR_URL";

    public static void AddDeployments(this WebApplicationBuilder builder)
    {
        var text = builder.Configuration[Variable];
        var url = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { PathAndQuery: "/", UserInfo: "" } ? uri : null;
        builder.Services.AddOptions<CollectorOptions>()
            .Configure(options => options.Url = url ?? options.Url)
            .Validate(_ => string.IsNullOrEmpty(text) || url is not null, $"{Variable} must be the address of a service without a path, for example http://metrics-collector-service:8509.")
            .ValidateOnStart();
        builder.Services.AddSingleton<CollectorClient>();
        builder.Services.AddSingleton<DeliverySignal>();
        builder.Services.AddHostedService<DeliveryWorker>();
        builder.Services.AddHostedService<Housekeeping>();
    }
}
