namespace SreCopilot.AppHost;

internal static class SelfMonitoring
{
    /// <summary>Tells every service to send its telemetry into the project of an API key as well (settings <c>SelfMonitoring:ApiKey</c>).
    /// In the cluster the key comes from the Secret: see docs/operations.md.</summary>
    public static void MonitorItself(this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> apiGateway)
    {
        if (builder.ExecutionContext.IsPublishMode || builder.Configuration["SelfMonitoring:ApiKey"] is not { Length: > 0 } key)
        {
            return;
        }

        foreach (var service in builder.Resources.OfType<ProjectResource>())
        {
            builder.CreateResourceBuilder(service)
                .WithEnvironment("SELF_MONITORING_API_KEY", key)
                .WithEnvironment("SELF_MONITORING_URL", apiGateway.GetEndpoint("http"));
        }
    }
}
