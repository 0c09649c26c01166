using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Names volumes.</summary>
public static class VolumeNameGenerator
{
    /// <summary>Makes a name that is the same in every run of this AppHost and different in others.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="suffix">What the volume is for.</param>
    /// <returns>The name.</returns>
    public static string Generate<T>(IResourceBuilder<T> builder, string suffix) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (suffix.Length == 0 || !suffix.All(IsAllowed))
        {
            throw new ArgumentException($"The suffix '{suffix}' contains invalid characters. Only letters, digits, '_', '.' and '-' are allowed.", nameof(suffix));
        }

        var application = builder.ApplicationBuilder;
        var applicationName = string.Concat(application.Environment.ApplicationName.Select(c => IsAllowed(c) ? c : '_')).ToLowerInvariant();
        var hash = application.Configuration["AppHost:Sha256"]![..10].ToLowerInvariant();
        return $"{applicationName}-{hash}-{builder.Resource.Name}-{suffix}";
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';
}
