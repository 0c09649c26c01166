using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Describes an application of several resources.</summary>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly DistributedApplicationOptions _options;
    private readonly HostApplicationBuilder _host;
    private readonly DistributedApplicationExecutionContextOptions _executionContextOptions;

    /// <summary>Initializes the builder.</summary>
    /// <param name="args">The command-line arguments.</param>
    public DistributedApplicationBuilder(string[] args) : this(new DistributedApplicationOptions { Args = args })
    {
    }

    /// <summary>Initializes the builder.</summary>
    /// <param name="options">The options.</param>
    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;

        // ASPIRE_ENVIRONMENT counts, but DOTNET_ENVIRONMENT and --environment count more.
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables("ASPIRE_");
        var settings = new HostApplicationBuilderSettings { Args = options.Args, Configuration = configuration };
        AppHostHooks.Current?.Constructing?.Invoke(options, settings);
        settings.Args = options.Args;
        _host = new HostApplicationBuilder(settings);

        AppHostDirectory = options.ProjectDirectory ?? _host.Environment.ContentRootPath;
        var projectName = options.ProjectName ?? _host.Environment.ApplicationName;
        AppHostPath = Path.GetFullPath(Path.Join(AppHostDirectory, projectName));

        UserSecrets.UserSecretsConfiguration.Add(_host, options.Assembly);
        CommandLine.Add(_host.Configuration, options.Args);
        _executionContextOptions = Operation(_host.Configuration);
        ExecutionContext = new DistributedApplicationExecutionContext(_executionContextOptions);
        AddIdentity(projectName);
        AddServices();
        AppHostHooks.Current?.Constructed?.Invoke(this);
    }

    /// <inheritdoc />
    public ConfigurationManager Configuration => _host.Configuration;

    /// <inheritdoc />
    public string AppHostDirectory { get; }

    /// <summary>Gets the path of the AppHost's project.</summary>
    public string AppHostPath { get; }

    /// <inheritdoc />
    public Assembly? AppHostAssembly => _options.Assembly;

    /// <inheritdoc />
    public IHostEnvironment Environment => _host.Environment;

    /// <inheritdoc />
    public IServiceCollection Services => _host.Services;

    /// <inheritdoc />
    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <inheritdoc />
    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    /// <inheritdoc />
    public IResourceCollection Resources { get; } = new ResourceCollection();

    /// <inheritdoc />
    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        ResourceName.ThrowIfInvalid(resource.Name);
        if (Resources.TryGetByName(resource.Name, out var existing))
        {
            throw new DistributedApplicationException(
                $"Cannot add resource of type '{resource.GetType()}' with name '{resource.Name}' because resource of type '{existing.GetType()}' with that name already exists. Resource names are case-insensitive.");
        }

        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    /// <inheritdoc />
    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new DistributedApplicationResourceBuilder<T>(this, resource);
    }

    /// <inheritdoc />
    public DistributedApplication Build()
    {
        AppHostHooks.Current?.Building?.Invoke(this);
        var application = new DistributedApplication(_host.Build());
        _executionContextOptions.ServiceProvider = application.Services;
        AppHostHooks.Current?.Built?.Invoke(application);
        return application;
    }

    private static DistributedApplicationExecutionContextOptions Operation(ConfigurationManager configuration)
    {
        var publisher = configuration["Publishing:Publisher"];
        return configuration["AppHost:Operation"]?.ToLowerInvariant() switch
        {
            null when publisher is null => new(DistributedApplicationOperation.Run),
            "run" => new(DistributedApplicationOperation.Run),
            null or "publish" => new(DistributedApplicationOperation.Publish, publisher ?? ManifestPublisher.Name),
            var other => throw new DistributedApplicationException($"Invalid operation '{other}'. Valid operations are 'publish' and 'run'."),
        };
    }

    // Names that outlive one run (volumes, persistent containers) carry a hash: of the path where the application runs,
    // so that two clones do not share data; of the project's name where it is published, so that the place does not matter.
    private void AddIdentity(string projectName)
    {
        static string Sha256(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var configured = _host.Configuration["AppHostSha"];
        var path = configured ?? Sha256(AppHostPath.ToLowerInvariant());
        var project = configured ?? Sha256(projectName);
        _host.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AppHost:Directory"] = AppHostDirectory,
            ["AppHost:Path"] = AppHostPath,
            ["AppHost:DashboardApplicationName"] = _options.DashboardApplicationName ?? _host.Environment.ApplicationName,
            ["AppHost:PathSha256"] = path,
            ["AppHost:ProjectNameSha256"] = project,
            ["AppHost:Sha256"] = ExecutionContext.IsPublishMode ? project : path,
        });
    }

    private void AddServices()
    {
        _host.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        _host.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        _host.Logging.AddFilter("Grpc", LogLevel.Warning);
        _host.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService", LogLevel.None);

        // Once more, so that the AppHost's own settings win over these defaults.
        _host.Logging.AddConfiguration(_host.Configuration.GetSection("Logging"));

        var services = _host.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_options);
        services.AddSingleton(ExecutionContext);
        services.AddSingleton(Eventing);
        services.AddSingleton(_ => new DistributedApplicationModel(Resources));
        services.AddSingleton<ResourceLoggerService>();
        services.AddSingleton<ResourceNotificationService>();
        services.AddSingleton(provider => new ResourceCommandService(
            provider.GetRequiredService<ResourceNotificationService>(), provider.GetRequiredService<ResourceLoggerService>(), provider));
        services.AddSingleton<ParameterProcessor>();
        services.Configure<ResourceNotificationServiceOptions>(notifications => notifications.DefaultWaitBehavior =
            _options.DisableDashboard ? WaitBehavior.StopOnResourceUnavailable : WaitBehavior.WaitOnResourceUnavailable);
        services.AddHealthChecks();
        services.AddHttpClient();
        services.AddHostedService<LifecycleMessages>();
        if (ExecutionContext.IsPublishMode)
        {
            services.AddSingleton<ManifestPublisher>();
            services.AddHostedService<PublishingService>();
        }
        else
        {
            RunMode.AddServices(_host, this, _options);
        }
    }
}
