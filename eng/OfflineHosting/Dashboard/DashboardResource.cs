using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dashboard;

/// <summary>The dashboard as a resource of the application that it shows: hidden, and without commands to stop it.</summary>
internal static class DashboardResource
{
    public const string OtlpGrpcEndpoint = "otlp-grpc";
    public const string OtlpHttpEndpoint = "otlp-http";
    public const string HealthCheck = "aspire-dashboard_check";

    public static ExecutableResource Create(string program, DashboardSettings settings, Func<Uri> resourceService, DistributedApplicationModel model)
    {
        var dashboard = new ExecutableResource(KnownNames.Dashboard, program, Path.GetDirectoryName(program)!);
        foreach (var url in settings.FrontendUrls)
        {
            dashboard.Annotations.Add(Endpoint(url, name: null, transport: null));
        }

        if (settings.OtlpGrpcUrl is { } grpc)
        {
            dashboard.Annotations.Add(Endpoint(grpc, OtlpGrpcEndpoint, "http2"));
        }

        if (settings.OtlpHttpUrl is { } http)
        {
            dashboard.Annotations.Add(Endpoint(http, OtlpHttpEndpoint, transport: null));
        }

        dashboard.Annotations.Add(new CommandLineArgsCallbackAnnotation(args => args.Add("dashboard")));
        dashboard.Annotations.Add(new EnvironmentCallbackAnnotation(context =>
            AddEnvironment(context.EnvironmentVariables, dashboard, settings, resourceService(), model)));
        dashboard.Annotations.Add(new HealthCheckAnnotation(HealthCheck));
        dashboard.Annotations.Add(new HiddenAnnotation());
        return dashboard;
    }

    /// <summary>The first address people open, once it is allocated.</summary>
    public static string? FrontendUrl(IResource dashboard) =>
        dashboard.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(IsFrontend)?.AllocatedEndpoint?.UriString;

    /// <summary>The public address of one of its endpoints.</summary>
    public static string? Url(IResource dashboard, string endpoint) =>
        dashboard.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(candidate => candidate.Name == endpoint)?.AllocatedEndpoint?.UriString;

    private static EndpointAnnotation Endpoint(string url, string? name, string? transport)
    {
        var uri = new Uri(url);
        return new EndpointAnnotation(
            ProtocolType.Tcp, uriScheme: uri.Scheme, transport: transport, name: name ?? uri.Scheme, port: uri.Port == 0 ? null : uri.Port, isProxied: true);
    }

    private static bool IsFrontend(EndpointAnnotation endpoint) => endpoint.Name is "http" or "https";

    private static void AddEnvironment(
        Dictionary<string, object> environment, ExecutableResource dashboard, DashboardSettings settings, Uri resourceService, DistributedApplicationModel model)
    {
        foreach (var (name, value) in settings.PassedOn)
        {
            environment[name] = value;
        }

        var endpoints = dashboard.Annotations.OfType<EndpointAnnotation>().ToArray();
        environment["ASPNETCORE_ENVIRONMENT"] = settings.Environment;
        environment["ASPNETCORE_URLS"] = string.Join(';', endpoints.Where(IsFrontend).Select(ListenUrl));
        environment["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = resourceService.ToString();
        foreach (var (name, variable) in new[]
        {
            (OtlpGrpcEndpoint, "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"),
            (OtlpHttpEndpoint, "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"),
        })
        {
            if (endpoints.FirstOrDefault(endpoint => endpoint.Name == name) is { } endpoint)
            {
                environment[variable] = ListenUrl(endpoint);
            }
        }

        AddAccess(environment, "DASHBOARD__FRONTEND", "BrowserToken", "BROWSERTOKEN", settings.BrowserToken);
        AddAccess(environment, "DASHBOARD__OTLP", "ApiKey", "PRIMARYAPIKEY", settings.OtlpApiKey);
        AddAccess(environment, "DASHBOARD__RESOURCESERVICECLIENT", "ApiKey", "APIKEY", settings.ResourceServiceApiKey);
        AddAccess(environment, "DASHBOARD__API", "ApiKey", "PRIMARYAPIKEY", settings.ApiKey);

        // Pages of the application may send their own telemetry from the browser.
        var origins = model.Resources.Where(resource => resource != dashboard)
            .SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>())
            .Where(endpoint => endpoint.UriScheme is "http" or "https" && endpoint.AllocatedEndpoint is not null)
            .Select(endpoint => endpoint.AllocatedEndpoint!.UriString)
            .Distinct(StringComparer.OrdinalIgnoreCase);
        environment["DASHBOARD__OTLP__CORS__ALLOWEDORIGINS"] = string.Join(',', origins);
        environment["DASHBOARD__OTLP__CORS__ALLOWEDHEADERS"] = "*";

        environment["LOGGING__CONSOLE__FORMATTERNAME"] = "json"; // read back by DashboardLog
    }

    private static void AddAccess(Dictionary<string, object> environment, string prefix, string mode, string secretName, string? secret)
    {
        environment[$"{prefix}__AUTHMODE"] = secret is null ? "Unsecured" : mode;
        if (secret is not null)
        {
            environment[$"{prefix}__{secretName}"] = secret;
        }
    }

    /// <summary>The proxy has the public port; the dashboard itself listens on another one.</summary>
    private static string ListenUrl(EndpointAnnotation endpoint) =>
        $"{endpoint.UriScheme}://localhost:{endpoint.AllocatedEndpoint!.TargetPortExpression}";
}
