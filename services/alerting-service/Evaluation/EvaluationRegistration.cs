using Microsoft.Extensions.Options;
using SreCopilot.AlertingService.Incidents;
using SreCopilot.AlertingService.Monitors;

namespace SreCopilot.AlertingService.Evaluation;

internal static class EvaluationRegistration
{
    public static void AddEvaluation(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<EvaluatorOptions>().BindConfiguration(EvaluatorOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<EvaluatorOptions>, EvaluatorOptionsValidator>();
        builder.Services.AddSingleton<DataSource>();
        builder.Services.AddSingleton<ConditionLeases>();
        builder.Services.AddSingleton<Judge>();
        builder.Services.AddHostedService<Evaluator>();
        builder.Services.AddHostedService<MonitorFeed>();
    }

    public static void AddIncidents(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IncidentClient>();
        builder.Services.AddSingleton<IncidentWorker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<IncidentWorker>());
        builder.Services.AddSingleton<ProblemBook>();
    }
}
