using Microsoft.Extensions.DependencyInjection;

namespace SreCopilot.AppHost;

internal static class Announcement
{
    /// <summary>Prints one line as soon as every resource is healthy, with the platform's address; <c>./run</c> waits for it.</summary>
    public static void AnnounceWhenHealthy(this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> entryPoint)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            return;
        }

        builder.Eventing.Subscribe<AfterResourcesCreatedEvent>((created, stopping) =>
        {
            // Not awaited: the event is over before the resources are up.
            _ = AnnounceAsync(created, entryPoint, stopping);
            return Task.CompletedTask;
        });
    }

    private static async Task AnnounceAsync(AfterResourcesCreatedEvent created, IResourceBuilder<ProjectResource> entryPoint, CancellationToken stopping)
    {
        var notifications = created.Services.GetRequiredService<ResourceNotificationService>();
        var waits = created.Model.Resources.OfType<ProjectResource>().Where(Demo.IsPlatform)
            .Select(resource => notifications.WaitForResourceHealthyAsync(resource.Name, stopping));
        try
        {
            await Task.WhenAll(waits);
            Console.WriteLine($"All resources are healthy. SRE Copilot: {entryPoint.GetEndpoint("http").Url}");
        }
        catch (OperationCanceledException)
        {
            // Stopped before everything was up.
        }
    }
}
