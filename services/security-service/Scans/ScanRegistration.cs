using Microsoft.Extensions.Options;

namespace SreCopilot.SecurityService.Scans;

internal static class ScanRegistration
{
    public static void AddScans(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ScanOptions>().BindConfiguration(ScanOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ScanOptions>, ScanOptionsValidator>();
        builder.Services.AddSingleton<ScanTurns>();
        builder.Services.AddSingleton<ScanStore>();
    }

    public static void MapScans(this IEndpointRouteBuilder routes)
    {
        routes.MapScanIngest();
        routes.MapScanList();
    }
}
