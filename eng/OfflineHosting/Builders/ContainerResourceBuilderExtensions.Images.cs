using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ContainerResourceBuilderExtensions
{
    /// <summary>Chooses the image.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="image">The image; it may contain a registry and a tag or digest.</param>
    /// <param name="tag">The tag; that of the image reference, the present one or <c>latest</c> by default.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithImage<T>(this IResourceBuilder<T> builder, string image, string? tag = null) where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        var reference = ImageReference.Parse(image);
        if (tag is not null && (reference.Tag ?? reference.Digest) is not null)
        {
            throw new InvalidOperationException($"Ambiguous tags - the image '{image}' contains a tag or digest, and the tag '{tag}' was given too.");
        }

        var annotation = builder.Resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault();
        if (annotation is null)
        {
            annotation = new ContainerImageAnnotation { Image = reference.Image };
            builder.WithAnnotation(annotation);
        }

        annotation.Registry = reference.Registry ?? annotation.Registry;
        annotation.Image = reference.Image;
        if (reference.Digest is not null)
        {
            annotation.SHA256 = reference.Digest;
        }
        else
        {
            annotation.Tag = tag ?? reference.Tag ?? annotation.Tag ?? "latest";
        }

        // An image replaces a Dockerfile.
        foreach (var dockerfile in builder.Resource.Annotations.OfType<DockerfileBuildAnnotation>().ToList())
        {
            builder.Resource.Annotations.Remove(dockerfile);
        }

        return builder;
    }

    /// <summary>Chooses the tag of the image.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="tag">The tag.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithImageTag<T>(this IResourceBuilder<T> builder, string tag) where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        builder.Image().Tag = tag;
        return builder;
    }

    /// <summary>Chooses the registry of the image.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="registry">The registry; nothing means that of the container runtime.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithImageRegistry<T>(this IResourceBuilder<T> builder, string? registry) where T : ContainerResource
    {
        builder.Image().Registry = registry;
        return builder;
    }

    /// <summary>Chooses the digest of the image.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="sha256">The digest.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithImageSHA256<T>(this IResourceBuilder<T> builder, string sha256) where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(sha256);
        builder.Image().SHA256 = sha256;
        return builder;
    }

    /// <summary>Chooses when the image is pulled.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="pullPolicy">The policy.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithImagePullPolicy<T>(this IResourceBuilder<T> builder, ImagePullPolicy pullPolicy) where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new ContainerImagePullPolicyAnnotation { ImagePullPolicy = pullPolicy }, ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Builds the image from a Dockerfile.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="contextPath">The folder that is the build context, relative to the AppHost.</param>
    /// <param name="dockerfilePath">The Dockerfile, relative to the context; <c>Dockerfile</c> by default.</param>
    /// <param name="stage">The stage to build; the last one by default.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithDockerfile<T>(this IResourceBuilder<T> builder, string contextPath, string? dockerfilePath = null, string? stage = null) where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(contextPath);
        var context = Path.GetFullPath(contextPath, builder.ApplicationBuilder.AppHostDirectory);
        var dockerfile = Path.GetFullPath(dockerfilePath ?? "Dockerfile", context);

        // The image that is built needs a name; a hash keeps those of two clones apart.
        return builder
            .WithImage(builder.Resource.Name.ToLowerInvariant(), DefaultTag(builder.ApplicationBuilder))
            .WithAnnotation(new DockerfileBuildAnnotation(context, dockerfile, stage), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Adds a build argument.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The name of the argument.</param>
    /// <param name="value">Its value; nothing means the environment variable of that name.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithBuildArg<T>(this IResourceBuilder<T> builder, string name, object? value) where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        builder.Dockerfile().BuildArguments[name] = value is IResourceBuilder<IResource> other ? other.Resource : value;
        return builder;
    }

    /// <summary>Adds a build argument.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The name of the argument.</param>
    /// <param name="value">The parameter that is its value; secret ones belong into <c>WithBuildSecret</c>.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithBuildArg<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> value) where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Resource.Secret
            ? throw new InvalidOperationException("Cannot add secret parameter as a build argument. Use WithBuildSecret instead.")
            : builder.WithBuildArg(name, (object)value.Resource);
    }

    /// <summary>Adds a build secret.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The name of the secret.</param>
    /// <param name="value">The parameter that is its value.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> WithBuildSecret<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> value) where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        builder.Dockerfile().BuildSecrets[name] = value.Resource;
        return builder;
    }

    private static ContainerImageAnnotation Image<T>(this IResourceBuilder<T> builder) where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()
            ?? throw new InvalidOperationException($"The resource '{builder.Resource.Name}' does not have a container image specified. Use WithImage to specify the container image and tag.");
    }

    private static DockerfileBuildAnnotation Dockerfile<T>(this IResourceBuilder<T> builder) where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Resource.Annotations.OfType<DockerfileBuildAnnotation>().SingleOrDefault()
            ?? throw new InvalidOperationException($"The resource '{builder.Resource.Name}' does not have a Dockerfile. Call WithDockerfile before its build arguments and secrets.");
    }
}
