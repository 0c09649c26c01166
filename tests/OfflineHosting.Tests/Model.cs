using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.Publishing;

namespace OfflineHosting.Tests;

/// <summary>Builds models and asks what a resource would be given.</summary>
internal static class Model
{
    /// <summary>A folder that stands for that of the AppHost's project; nothing is in it.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetTempPath(), "offline-hosting-tests", "AppHost");

    public static IDistributedApplicationBuilder Run(params string[] args) => Create(args);

    public static IDistributedApplicationBuilder Publish(params string[] args) => Create(["--operation", "publish", .. args]);

    public static async Task<Dictionary<string, string>> EnvironmentAsync<T>(this IResourceBuilder<T> resource) where T : IResource
    {
        var configuration = await ConfigurationAsync(resource);
        return configuration.EnvironmentVariables.ToDictionary();
    }

    public static async Task<string[]> ArgumentsAsync<T>(this IResourceBuilder<T> resource) where T : IResource
    {
        var configuration = await ConfigurationAsync(resource);
        return [.. configuration.Arguments.Select(argument => argument.Value)];
    }

    public static async Task<IExecutionConfigurationResult> ConfigurationAsync<T>(this IResourceBuilder<T> resource) where T : IResource =>
        await ExecutionConfigurationBuilder.Create(resource.Resource).WithArgumentsConfig().WithEnvironmentVariablesConfig()
            .BuildAsync(resource.ApplicationBuilder.ExecutionContext, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Does what the orchestrator does when it has chosen a port.</summary>
    public static IResourceBuilder<T> Allocate<T>(this IResourceBuilder<T> resource, string endpoint, int port, string? targetPort = null) where T : IResourceWithEndpoints =>
        resource.WithEndpoint(endpoint, annotation => annotation.AllocatedEndpoint = new AllocatedEndpoint(annotation, "localhost", port, targetPort));

    public static async Task<JsonObject> ManifestAsync(this IDistributedApplicationBuilder builder)
    {
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer))
        {
            var context = new ManifestPublishingContext(builder.ExecutionContext, Path.Combine(Folder, "manifest.json"), writer, TestContext.Current.CancellationToken);
            await context.WriteModelAsync(new DistributedApplicationModel(builder.Resources));
        }

        return JsonNode.Parse(buffer.ToArray())!["resources"]!.AsObject();
    }

    private static IDistributedApplicationBuilder Create(string[] args) => DistributedApplication.CreateBuilder(new DistributedApplicationOptions
    {
        Args = args,
        DisableDashboard = true,
        ProjectDirectory = Folder,
    });
}
