namespace SreCopilot.AuthService.Sessions;

/// <summary>What the entry point saw of a request. Only api-gateway can reach this service (internal token), so its X-Forwarded-* is
/// believed.</summary>
internal static class EntryPoint
{
    public static string SchemeOf(HttpRequest request) => Forwarded(request, "X-Forwarded-Proto", request.Scheme);

    public static HostString HostOf(HttpRequest request) => new(Forwarded(request, "X-Forwarded-Host", request.Host.Value ?? ""));

    private static string Forwarded(HttpRequest request, string header, string otherwise) =>
        request.Headers[header].ToString().Split(',')[0].Trim() is { Length: > 0 } value ? value : otherwise;
}
