using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.SyntheticService.Monitors;

internal static class MonitorEndpoints
{
    public static void AddMonitors(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<MonitorOptions>().BindConfiguration(MonitorOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<MonitorOptions>, MonitorOptionsValidator>();
        builder.Services.AddSingleton<MonitorHeaders>();
        builder.Services.AddSingleton<MonitorChange>();
    }

    public static void MapMonitors(this IEndpointRouteBuilder routes)
    {
        routes.MapMonitorCreation();
        routes.MapMonitorList();
        routes.MapMonitorUpdate();
        routes.MapMonitorDeletion();
    }

    /// <summary>The same for a monitor of another project and one that does not exist.</summary>
    public static JsonHttpResult<ErrorBody> NotFound() => ApiErrors.NotFound("There is no such monitor in this project.");

    public static JsonHttpResult<ErrorBody> Refuse(IEnumerable<string> mistakes) => ApiErrors.BadRequest(string.Join("; ", mistakes), ErrorCodes.ValidationError);
}
