using Microsoft.Extensions.Options;

namespace SreCopilot.CicdConnectorService.Connections;

/// <summary>Where the platform is reached from outside.</summary>
internal sealed class PublicAddressOptions
{
    /// <summary>For example <c>https://sre.example.org</c>. Environment variable <c>PUBLIC_API_URL</c>; default: the address that the user who asks has
    /// typed into the browser.</summary>
    public Uri? Url { get; set; }
}

/// <summary>Addresses of webhooks.</summary>
internal sealed class PublicAddress(IOptions<PublicAddressOptions> options)
{
    public string WebhookOf(HttpRequest request, Guid connectionId, string provider) => $"{RootOf(request)}/api/v1/cicd/webhooks/{connectionId}/{provider.Replace('_', '-')}";

    public string HookOf(HttpRequest request, Guid projectId) => $"{RootOf(request)}/api/v1/cicd/webhooks/generic/{projectId}";

    // api-gateway says how the client came in.
    private string RootOf(HttpRequest request) => options.Value.Url?.GetLeftPart(UriPartial.Path).TrimEnd('/')
        ?? (request.Headers["X-Forwarded-Host"] is [{ Length: > 0 and <= 255 } host] && Uri.TryCreate($"{Scheme(request)}://{host}", UriKind.Absolute, out var root) ? root.GetLeftPart(UriPartial.Authority) : "");

    private static string Scheme(HttpRequest request) => request.Headers["X-Forwarded-Proto"] is ["https"] ? "https" : "http";
}

internal static class PublicAddressRegistration
{
    private const string Variable = "PUBLIC_API_URL";

    public static void AddPublicAddress(this WebApplicationBuilder builder)
    {
        var text = builder.Configuration[Variable];
        var url = Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") ? uri : null;
        builder.Services.AddSingleton<PublicAddress>();
        builder.Services.AddOptions<PublicAddressOptions>()
            .Configure(options => options.Url = url)
            .Validate(_ => string.IsNullOrEmpty(text) || url is not null, $"{Variable} must be an http or https address, for example https://sre.example.org.")
            .ValidateOnStart();
    }
}
