using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.UserSecrets;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Adds and configures parameters.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a parameter whose value is in configuration under <c>Parameters:name</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="secret">Whether the value is secret.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(CreateParameter(builder, name, secret));
    }

    /// <summary>Adds a parameter with a value that configuration does not change.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="value">The value.</param>
    /// <param name="publishValueAsDefault">Whether a manifest contains the value.</param>
    /// <param name="secret">Whether the value is secret.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, string value, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        return builder.AddParameter(name, () => value, publishValueAsDefault, secret);
    }

    /// <summary>Adds a parameter with a value that configuration does not change.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="valueGetter">Gets the value.</param>
    /// <param name="publishValueAsDefault">Whether a manifest contains the value.</param>
    /// <param name="secret">Whether the value is secret.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(valueGetter);
        if (publishValueAsDefault && secret)
        {
            throw new ArgumentException("A parameter cannot be both secret and published as a default value.", nameof(secret));
        }

        return builder.AddResource(new ParameterResource(name, _ => valueGetter(), secret)
        {
            Default = publishValueAsDefault ? new ConstantParameterDefault(valueGetter) : null,
        });
    }

    /// <summary>Adds a parameter whose value is at a given place in configuration.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="configurationKey">The place.</param>
    /// <param name="secret">Whether the value is secret.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<ParameterResource> AddParameterFromConfiguration(this IDistributedApplicationBuilder builder, [ResourceName] string name, string configurationKey, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(configurationKey);
        var parameter = CreateParameter(builder, name, secret);
        parameter.ConfigurationKey = configurationKey;
        return builder.AddResource(parameter);
    }

    /// <summary>Adds a parameter with a default value, which configuration under <c>Parameters:name</c> replaces.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="value">The default value.</param>
    /// <param name="secret">Whether the value is secret.</param>
    /// <param name="persist">Whether a generated value is kept in user secrets, so that the next run has it again.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(value);
        var parameter = CreateParameter(builder, name, secret);
        parameter.Default = persist ? Persist(builder, parameter, value) : value;
        return builder.AddResource(parameter);
    }

    /// <summary>Adds a connection string that is in configuration under <c>ConnectionStrings:name</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="environmentVariableName">The variable that takes the connection string instead of <c>ConnectionStrings__name</c>.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, [ResourceName] string name, string? environmentVariableName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ConnectionStringParameterResource? resource = null;
        resource = new ConnectionStringParameterResource(name, @default => GetValue(builder, resource!, @default), environmentVariableName);
        return builder.AddResource<IResourceWithConnectionString>(resource);
    }

    /// <summary>Publishes a resource as a connection string that is given from outside.</summary>
    /// <typeparam name="T">The type of the resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <returns>The resource.</returns>
    public static IResourceBuilder<T> PublishAsConnectionString<T>(this IResourceBuilder<T> builder) where T : ContainerResource, IResourceWithConnectionString
    {
        ArgumentNullException.ThrowIfNull(builder);
        ConfigureConnectionStringManifestPublisher((IResourceBuilder<IResourceWithConnectionString>)builder);
        return builder;
    }

    /// <summary>Writes a resource into a manifest as a connection string that is given from outside.</summary>
    /// <param name="builder">The resource.</param>
    public static void ConfigureConnectionStringManifestPublisher(IResourceBuilder<IResourceWithConnectionString> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var parameter = new ParameterResource(builder.Resource.Name, _ => "", secret: true) { IsConnectionString = true };
        builder.WithManifestPublishingCallback(context => context.WriteParameter(parameter));
    }

    /// <summary>Says what the parameter is for.</summary>
    /// <param name="builder">The parameter.</param>
    /// <param name="description">The description.</param>
    /// <param name="enableMarkdown">Whether it is Markdown.</param>
    /// <returns>The parameter.</returns>
    public static IResourceBuilder<ParameterResource> WithDescription(this IResourceBuilder<ParameterResource> builder, string description, bool enableMarkdown = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Resource.Description = description;
        builder.Resource.EnableDescriptionMarkdown = enableMarkdown;
        return builder;
    }

    /// <summary>Makes a password parameter with at least 22 characters, which is not added to the model.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="lower">Whether lower-case letters are used.</param>
    /// <param name="upper">Whether upper-case letters are used.</param>
    /// <param name="numeric">Whether digits are used.</param>
    /// <param name="special">Whether special characters are used.</param>
    /// <param name="minLower">The least number of lower-case letters.</param>
    /// <param name="minUpper">The least number of upper-case letters.</param>
    /// <param name="minNumeric">The least number of digits.</param>
    /// <param name="minSpecial">The least number of special characters.</param>
    /// <returns>The parameter.</returns>
    public static ParameterResource CreateDefaultPasswordParameter(IDistributedApplicationBuilder builder, string name, bool lower = true, bool upper = true, bool numeric = true, bool special = true, int minLower = 0, int minUpper = 0, int minNumeric = 0, int minSpecial = 0) =>
        CreateGeneratedParameter(builder, name, secret: true, new GenerateParameterDefault
        {
            // 128 bits of entropy with the 55 characters that every combination has at least.
            MinLength = 22,
            Lower = lower,
            Upper = upper,
            Numeric = numeric,
            Special = special,
            MinLower = minLower,
            MinUpper = minUpper,
            MinNumeric = minNumeric,
            MinSpecial = minSpecial,
        });

    /// <summary>Makes a parameter with a generated default that is kept in user secrets; it is not added to the model.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="secret">Whether the value is secret.</param>
    /// <param name="parameterDefault">The default.</param>
    /// <returns>The parameter.</returns>
    public static ParameterResource CreateGeneratedParameter(IDistributedApplicationBuilder builder, string name, bool secret, GenerateParameterDefault parameterDefault)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(parameterDefault);
        var parameter = CreateParameter(builder, name, secret);
        parameter.Default = Persist(builder, parameter, parameterDefault);
        return parameter;
    }

    /// <summary>Makes a parameter whose value is in configuration; it is not added to the model.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="secret">Whether the value is secret.</param>
    /// <returns>The parameter.</returns>
    public static ParameterResource CreateParameter(IDistributedApplicationBuilder builder, string name, bool secret)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ParameterResource? parameter = null;
        parameter = new ParameterResource(name, @default => GetValue(builder, parameter!, @default), secret);
        return parameter;
    }

    // A deployed application gets its values from outside, and only development reads user secrets back.
    private static ParameterDefault Persist(IDistributedApplicationBuilder builder, ParameterResource parameter, ParameterDefault value) =>
        builder.ExecutionContext.IsRunMode && builder.Environment.IsDevelopment() && UserSecretsStore.IdOf(builder.AppHostAssembly) is { } id
            ? new UserSecretsParameterDefault(id, parameter.ConfigurationKey, value)
            : value;

    private static string GetValue(IDistributedApplicationBuilder builder, ParameterResource parameter, ParameterDefault? @default)
    {
        var key = parameter.ConfigurationKey;

        // Most shells have no variables with hyphens in their names, so Parameters__my_name gives my-name too.
        return builder.Configuration[key]
            ?? builder.Configuration[key.Replace('-', '_')]
            ?? @default?.GetDefaultValue()
            ?? throw new MissingParameterValueException(parameter.IsConnectionString
                ? $"Connection string parameter resource could not be used because connection string '{parameter.Name}' is missing. Set '{key}' in configuration."
                : $"Parameter resource could not be used because configuration key '{key}' is missing and the Parameter has no default value.");
    }
}
