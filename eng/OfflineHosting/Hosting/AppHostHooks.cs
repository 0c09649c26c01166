using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>
/// Lets whoever starts an AppHost in its own process (tests) take part in how it is built. The hooks belong to the
/// calling flow, so that several AppHosts can be built at the same time.
/// </summary>
internal sealed class AppHostHooks
{
    private static readonly AsyncLocal<AppHostHooks?> CurrentHooks = new();

    /// <summary>Gets or sets the hooks of the calling flow.</summary>
    public static AppHostHooks? Current
    {
        get => CurrentHooks.Value;
        set => CurrentHooks.Value = value;
    }

    /// <summary>Gets what runs before anything else, and may change the options.</summary>
    public Action<DistributedApplicationOptions, HostApplicationBuilderSettings>? Constructing { get; init; }

    /// <summary>Gets what runs when the builder is there and still empty.</summary>
    public Action<DistributedApplicationBuilder>? Constructed { get; init; }

    /// <summary>Gets what runs when the AppHost has described its resources; it may still add and change some.</summary>
    public Action<DistributedApplicationBuilder>? Building { get; init; }

    /// <summary>Gets what runs when the application is built.</summary>
    public Action<DistributedApplication>? Built { get; init; }
}
