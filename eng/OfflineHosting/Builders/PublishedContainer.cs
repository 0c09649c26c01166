using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>
/// The container as which a project or program is published. It stands in the model instead of the original and shares its
/// annotations, so that what was and will be said about the original holds for it.
/// </summary>
internal sealed class PublishedContainer(IResource original) : ContainerResource(original.Name)
{
    public override ResourceAnnotationCollection Annotations => original.Annotations;

    /// <summary>Replaces a resource when publishing; called again, it only configures the container further.</summary>
    public static void Replace<T>(IResourceBuilder<T> builder, string contextPath, Action<IResourceBuilder<ContainerResource>>? configure)
        where T : IResourceWithArgs, IResourceWithEndpoints
    {
        var application = builder.ApplicationBuilder;
        if (!application.ExecutionContext.IsPublishMode)
        {
            return;
        }

        if (application.TryCreateResourceBuilder<PublishedContainer>(builder.Resource.Name, out var existing))
        {
            configure?.Invoke(existing);
            return;
        }

        application.Resources.Remove(builder.Resource);
        var container = application.AddResource(new PublishedContainer(builder.Resource)).WithDockerfile(contextPath);

        // The arguments of a program on this machine often contain paths of this machine.
        container.WithArgs(context => context.Args.Clear());
        if (builder.Resource is ProjectResource)
        {
            // The port on which the .NET base images listen.
            container
                .WithEndpoint("http", endpoint => endpoint.TargetPort ??= 8080, createIfNotExists: false)
                .WithEndpoint("https", endpoint => endpoint.TargetPort ??= 8080, createIfNotExists: false);
        }

        configure?.Invoke(container);

        // References to the original stay valid: wherever it is written, the container is.
        container.WithManifestPublishingCallback(context => context.WriteContainerAsync(container.Resource));
    }
}
