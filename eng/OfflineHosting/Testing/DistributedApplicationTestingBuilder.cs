using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Makes applications for tests: with free ports, in the development environment, without the dashboard.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Runs an AppHost up to the point where it builds its application.</summary>
    /// <typeparam name="TEntryPoint">A type in the AppHost's assembly, such as <c>Projects.My_AppHost</c>.</typeparam>
    /// <param name="cancellationToken">Stops waiting for the AppHost.</param>
    /// <returns>What the AppHost has described; a test may change it.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default) where TEntryPoint : class =>
        CreateAsync(typeof(TEntryPoint), cancellationToken);

    /// <inheritdoc cref="CreateAsync{TEntryPoint}(CancellationToken)" />
    /// <param name="entryPoint">A type in the AppHost's assembly.</param>
    /// <param name="cancellationToken">Stops waiting for the AppHost.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, [], cancellationToken);

    /// <inheritdoc cref="CreateAsync{TEntryPoint}(CancellationToken)" />
    /// <typeparam name="TEntryPoint">A type in the AppHost's assembly, such as <c>Projects.My_AppHost</c>.</typeparam>
    /// <param name="args">The command line of the AppHost.</param>
    /// <param name="cancellationToken">Stops waiting for the AppHost.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default) where TEntryPoint : class =>
        CreateAsync(typeof(TEntryPoint), args, cancellationToken);

    /// <inheritdoc cref="CreateAsync{TEntryPoint}(CancellationToken)" />
    /// <param name="entryPoint">A type in the AppHost's assembly.</param>
    /// <param name="args">The command line of the AppHost.</param>
    /// <param name="cancellationToken">Stops waiting for the AppHost.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, string[] args, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, args, (_, _) => { }, cancellationToken);

    /// <inheritdoc cref="CreateAsync{TEntryPoint}(CancellationToken)" />
    /// <typeparam name="TEntryPoint">A type in the AppHost's assembly, such as <c>Projects.My_AppHost</c>.</typeparam>
    /// <param name="args">The command line of the AppHost.</param>
    /// <param name="configureBuilder">Changes the options that the builder is made with.</param>
    /// <param name="cancellationToken">Stops waiting for the AppHost.</param>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder, CancellationToken cancellationToken = default)
        where TEntryPoint : class =>
        CreateAsync(typeof(TEntryPoint), args, configureBuilder, cancellationToken);

    /// <inheritdoc cref="CreateAsync{TEntryPoint}(CancellationToken)" />
    /// <param name="entryPoint">A type in the AppHost's assembly.</param>
    /// <param name="args">The command line of the AppHost.</param>
    /// <param name="configureBuilder">Changes the options that the builder is made with.</param>
    /// <param name="cancellationToken">Stops waiting for the AppHost.</param>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entryPoint);
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(configureBuilder);
        var run = new EntryPointRun(entryPoint.Assembly, args, configureBuilder);
        return new TestingBuilder(await run.StartAsync(cancellationToken), run.BuildAsync, run.Abandon);
    }

    /// <summary>Makes an application without an AppHost: the test adds the resources.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>The empty application.</returns>
    public static IDistributedApplicationTestingBuilder Create(params string[] args) => Create(args, (_, _) => { });

    /// <summary>Makes an application without an AppHost: the test adds the resources.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configureBuilder">Changes the options that the builder is made with.</param>
    /// <returns>The empty application.</returns>
    public static IDistributedApplicationTestingBuilder Create(string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(configureBuilder);
        var before = AppHostHooks.Current;
        AppHostHooks.Current = new AppHostHooks
        {
            Constructing = (options, settings) =>
            {
                TestingDefaults.Apply(options, settings);
                configureBuilder(options, settings);
            },
        };
        try
        {
            var builder = new DistributedApplicationBuilder(args);
            return new TestingBuilder(builder, _ => Task.FromResult(builder.Build()), abandon: () => { });
        }
        finally
        {
            AppHostHooks.Current = before;
        }
    }
}
