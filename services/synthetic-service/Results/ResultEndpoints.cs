using Microsoft.Extensions.Options;

namespace SreCopilot.SyntheticService.Results;

internal static class ResultEndpoints
{
    public static void AddResults(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ResultOptions>().BindConfiguration(ResultOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ResultOptions>, ResultOptionsValidator>();
        builder.Services.AddHostedService<ResultCleanup>();
    }

    public static void MapResults(this IEndpointRouteBuilder routes)
    {
        routes.MapResultList();
        routes.MapSla();
    }
}
