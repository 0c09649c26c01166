namespace SreCopilot.IntegrationService.Groups;

internal static class GroupRegistration
{
    public static void AddGroups(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Turns>();
        builder.Services.AddSingleton<Intake>();
        builder.Services.AddSingleton<IncidentClient>();
        builder.Services.AddSingleton<IncidentReports>();
        builder.Services.AddSingleton<Expiry>();
        builder.Services.AddHostedService<GroupWorker>();
        builder.Services.AddHostedService<Housekeeping>();
    }
}
