using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>What every project is given: telemetry settings, its launch profile, the addresses to listen on.</summary>
internal static class ProjectDefaults
{
    public static void Apply(IResourceBuilder<ProjectResource> project, ProjectResourceOptions options)
    {
        var application = project.ApplicationBuilder;
        project.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory");
        if (application.ExecutionContext.IsRunMode && application.Environment.IsDevelopment())
        {
            project
                .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "true")
                .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION", "true");
        }

        project.WithOtlpExporter();
        ChooseProfile(project, options);
        var profile = project.Resource.GetEffectiveLaunchProfile();
        if (application.ExecutionContext.IsRunMode)
        {
            project.WithEnvironment(context => ListenOnEndpoints(context, project.Resource));
            if (profile is { } running)
            {
                RunProfile.Apply(project, running.Name, running.Profile);
            }
        }
        else
        {
            project.WithEnvironment(context => TrustForwardedHeaders(context, project.Resource));
            project.WithEnvironment(context => ListenOnPorts(context, project.Resource));
            if (profile?.Profile.ApplicationUrl is not null)
            {
                AddPublishedEndpoints(project);
            }
        }
    }

    private static void ChooseProfile(IResourceBuilder<ProjectResource> project, ProjectResourceOptions options)
    {
        var configuration = project.ApplicationBuilder.Configuration;
        if (options.ExcludeLaunchProfile)
        {
            project.WithAnnotation(new ExcludeLaunchProfileAnnotation());
        }
        else if (!string.IsNullOrEmpty(options.LaunchProfileName))
        {
            project.WithAnnotation(new LaunchProfileAnnotation(options.LaunchProfileName));
        }
        else if ((configuration["AppHost:DefaultLaunchProfileName"] ?? configuration["DOTNET_LAUNCH_PROFILE"]) is { Length: > 0 } name)
        {
            project.WithAnnotation(new DefaultLaunchProfileAnnotation(name));
        }
    }

    private static void TrustForwardedHeaders(EnvironmentCallbackContext context, ProjectResource project)
    {
        if (project.GetEndpoints().Any() && !project.HasAnnotationOfType<DisableForwardedHeadersAnnotation>())
        {
            context.EnvironmentVariables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        }
    }

    // Run mode: ASPNETCORE_URLS lists all HTTP and HTTPS endpoints but those whose port the project gets in a variable of its own.
    private static void ListenOnEndpoints(EnvironmentCallbackContext context, ProjectResource project)
    {
        if (context.EnvironmentVariables.ContainsKey("ASPNETCORE_URLS"))
        {
            return;
        }

        var urls = new ReferenceExpressionBuilder();
        foreach (var endpoint in ToldEndpoints(project))
        {
            if (endpoint.IsHttps)
            {
                // Redirects from HTTP must lead to the port that clients use.
                context.EnvironmentVariables.TryAdd("ASPNETCORE_HTTPS_PORT", endpoint.Property(EndpointProperty.Port));
            }

            urls.AppendLiteral(urls.IsEmpty ? "" : ";");
            urls.Append($"{endpoint.Property(EndpointProperty.Scheme)}://{endpoint.EndpointAnnotation.TargetHost}:{endpoint.Property(EndpointProperty.TargetPort)}");
        }

        if (!urls.IsEmpty)
        {
            context.EnvironmentVariables["ASPNETCORE_URLS"] = urls.Build();
        }
    }

    // Publish mode: HTTP_PORTS and HTTPS_PORTS replace the port of the .NET base images.
    private static void ListenOnPorts(EnvironmentCallbackContext context, ProjectResource project)
    {
        foreach (var (variable, scheme) in new[] { ("HTTP_PORTS", "http"), ("HTTPS_PORTS", "https") })
        {
            var ports = new ReferenceExpressionBuilder();
            foreach (var endpoint in ToldEndpoints(project).Where(endpoint => endpoint.Scheme == scheme && endpoint.EndpointAnnotation != project.DefaultHttpsEndpoint))
            {
                ports.AppendLiteral(ports.IsEmpty ? "" : ";");
                ports.Append($"{endpoint.Property(EndpointProperty.TargetPort)}");
            }

            if (!ports.IsEmpty)
            {
                context.EnvironmentVariables.TryAdd(variable, ports.Build());
            }
        }
    }

    private static IEnumerable<EndpointReference> ToldEndpoints(ProjectResource project)
    {
        var filters = project.Annotations.OfType<EndpointEnvironmentFilterAnnotation>().ToList();
        return project.GetEndpoints().Where(endpoint =>
            (endpoint.IsHttp || endpoint.IsHttps)
            && endpoint.EndpointAnnotation.TargetPortEnvironmentVariable is null
            && filters.All(filter => filter.Filter(endpoint.EndpointAnnotation)));
    }

    // A project with a launch URL is a web project: it gets an endpoint for each scheme, both on the same port.
    private static void AddPublishedEndpoints(IResourceBuilder<ProjectResource> project)
    {
        EndpointAnnotation Endpoint(string scheme)
        {
            EndpointAnnotation? Find() => project.Resource.Annotations.OfType<EndpointAnnotation>()
                .FirstOrDefault(endpoint => endpoint.UriScheme == scheme || StringComparers.EndpointName.Equals(endpoint.Name, scheme));
            if (Find() is { } existing)
            {
                return existing;
            }

            project.WithEndpoint(scheme, endpoint => endpoint.UriScheme = scheme);
            var added = Find()!;
            project.Resource.DefaultHttpsEndpoint = scheme == "https" ? added : project.Resource.DefaultHttpsEndpoint;
            return added;
        }

        var http = Endpoint("http");
        var https = Endpoint("https");
        http.TargetPort = https.TargetPort = http.TargetPort ?? https.TargetPort;
    }
}
