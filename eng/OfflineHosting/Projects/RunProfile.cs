using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Http;

namespace Aspire.Hosting;

/// <summary>Turns a launch profile into endpoints and environment variables.</summary>
internal static class RunProfile
{
    public static void Apply(IResourceBuilder<ProjectResource> project, string name, LaunchProfile profile)
    {
        AddEndpoints(project, profile);
        if (profile.LaunchUrl is { Length: > 0 } launchUrl)
        {
            project.WithUrls(context => ApplyLaunchUrl(context, launchUrl));
        }

        project.WithEnvironment(context =>
        {
            // What the AppHost set wins, like the environment wins over a profile of "dotnet run".
            context.EnvironmentVariables.TryAdd("DOTNET_LAUNCH_PROFILE", name);
            foreach (var (variable, value) in profile.EnvironmentVariables)
            {
                context.EnvironmentVariables.TryAdd(variable, Environment.ExpandEnvironmentVariables(value));
            }
        });
    }

    private static void AddEndpoints(IResourceBuilder<ProjectResource> project, LaunchProfile profile)
    {
        var count = new Dictionary<string, int>();
        foreach (var url in profile.ApplicationUrl?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var address = BindingAddress.Parse(url);
            var number = count[address.Scheme] = count.GetValueOrDefault(address.Scheme) + 1;
            project.WithEndpoint(number == 1 ? address.Scheme : $"{address.Scheme}{number}", endpoint =>
            {
                endpoint.Port = address.Port == 0 ? null : address.Port;
                endpoint.TargetHost = address.Host;
                endpoint.UriScheme = address.Scheme;
                endpoint.FromLaunchProfile = true;
            });
        }
    }

    private static void ApplyLaunchUrl(ResourceUrlsCallbackContext context, string launchUrl)
    {
        foreach (var url in context.Urls.Where(url => url.Endpoint?.EndpointAnnotation.FromLaunchProfile == true))
        {
            url.Url = Uri.TryCreate(launchUrl, UriKind.Absolute, out var absolute) && !absolute.IsFile
                ? launchUrl
                : new Uri(new Uri(url.Url), launchUrl).ToString();
        }
    }
}
