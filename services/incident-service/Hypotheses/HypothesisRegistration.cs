namespace SreCopilot.IncidentService.Hypotheses;

internal static class HypothesisRegistration
{
    public static void AddHypotheses(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HypothesisSignal>();
        builder.Services.AddHostedService<HypothesisWorker>();
    }

    public static void MapHypotheses(this IEndpointRouteBuilder routes)
    {
        routes.MapHypothesisList();
        routes.MapAnalysis();
    }
}
