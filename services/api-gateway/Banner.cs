using System.Reflection;

namespace SreCopilot.ApiGateway;

/// <summary>What <c>GET /</c> tells: that this is the API and not the user interface.</summary>
/// <param name="Service">Its name for people.</param>
/// <param name="Version">The platform's version.</param>
/// <param name="Status">Always <c>running</c>.</param>
/// <param name="Docs">Path of the API description; null outside development, where there is none.</param>
internal sealed record Banner(string Service, string Version, string Status, string? Docs);

internal static class BannerExtensions
{
    public static void MapBanner(this WebApplication app)
    {
        var version = typeof(Banner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
        var docs = app.Environment.IsDevelopment() ? "/openapi/v1.json" : null;
        var banner = new Banner("SRE Copilot API Gateway", version, "running", docs);
        app.MapGet("/", () => banner).AllowAnonymous();
    }
}
