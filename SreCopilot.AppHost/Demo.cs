using Microsoft.Extensions.DependencyInjection;

namespace SreCopilot.AppHost;

/// <summary>The demo shop of <c>./run --demo</c> (setting <c>Demo=true</c>): a project with history, live traffic and a fault from time to time.</summary>
internal static class Demo
{
    private const string Name = "demo-shop";
    private const string Email = "demo@example.com";

    /// <summary>Opens the shop when the entry point is up, and prints how to sign in when there is something to see. Never published.</summary>
    public static void AddDemoShop(this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> entryPoint)
    {
        if (builder.ExecutionContext.IsPublishMode || !string.Equals(builder.Configuration[nameof(Demo)], "true", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        // Like all secrets of a local run: random, kept in user secrets. The last character is what auth-service demands beside letters and digits.
        var secret = builder.AddParameter("demo-password", new GenerateParameterDefault { MinLength = 20, Special = false, MinLower = 1, MinUpper = 1, MinNumeric = 1 }, secret: true, persist: true);
        var password = ReferenceExpression.Create($"{secret}!");
        var shop = builder.AddProject<Projects.DemoShop_Live>(Name, options => options.ExcludeLaunchProfile = true)
            .WithHttpEndpoint(name: "health", env: "HEALTH_PORT")
            .WithHttpHealthCheck("/health", endpointName: "health")
            .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.None)
            .WithEnvironment("PLATFORM_URL", entryPoint.GetEndpoint("http")).WaitFor(entryPoint)
            .WithEnvironment("DEMO_EMAIL", Email)
            .WithEnvironment("DEMO_PASSWORD", password);
        if (builder.Configuration["DEMO_EVERY_MINUTES"] is { Length: > 0 } minutes)
        {
            shop.WithEnvironment("DEMO_EVERY_MINUTES", minutes);
        }

        builder.Eventing.Subscribe<AfterResourcesCreatedEvent>((created, stopping) =>
        {
            // Not awaited: the event is over before the shop is open.
            _ = AnnounceAsync(created, password, entryPoint, stopping);
            return Task.CompletedTask;
        });
    }

    /// <summary>Whether a resource belongs to the platform itself.</summary>
    public static bool IsPlatform(IResource resource) => resource.Name != Name;

    private static async Task AnnounceAsync(
        AfterResourcesCreatedEvent created, ReferenceExpression password, IResourceBuilder<ProjectResource> entryPoint, CancellationToken stopping)
    {
        try
        {
            await created.Services.GetRequiredService<ResourceNotificationService>().WaitForResourceHealthyAsync(Name, WaitBehavior.StopOnResourceUnavailable, stopping);
            Console.WriteLine($"The demo shop is open. Sign in at {entryPoint.GetEndpoint("http").Url} as {Email} with the password {await password.GetValueAsync(stopping)}");
        }
        catch (DistributedApplicationException)
        {
            Console.WriteLine($"The demo shop could not be opened: the console log of {Name} in the Aspire dashboard says why.");
        }
        catch (OperationCanceledException)
        {
            // Stopped before it was open.
        }
    }
}
