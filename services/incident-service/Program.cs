using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Events;
using SreCopilot.Identity;
using SreCopilot.IncidentService;
using SreCopilot.IncidentService.Activities;
using SreCopilot.IncidentService.Alerts;
using SreCopilot.IncidentService.Deployments;
using SreCopilot.IncidentService.Hypotheses;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.IncidentService.Lifecycle;
using SreCopilot.IncidentService.Peers;
using SreCopilot.IncidentService.Statistics;
using SreCopilot.IncidentService.Workflow;
using SreCopilot.Redis;
using SreCopilot.ServiceDefaults;
using SreCopilot.ServiceDefaults.Errors;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddServiceDefaults(IncidentJson.Default);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 256 * 1024);
builder.AddCallerIdentity();
builder.AddDatabase("incident", typeof(Program).Assembly);
builder.AddRedis();
builder.AddEventOutbox();
builder.AddAudit();

builder.AddPeers();
builder.AddHypotheses();
builder.AddAiPrices();
builder.Services.AddSingleton<IncidentEvents>();
builder.Services.AddSingleton<Change>();
builder.Services.AddOpenApi();

var app = builder.Build();

app.MapDefaultEndpoints();
app.UseUuidPathParameters();
app.MapIncidents();
app.MapLifecycle();
app.MapActivities();
app.MapStatistics();
app.MapWorkflow();
app.MapHypotheses();
app.MapAlertIncidents();
app.MapDeploymentReport();

return app.RunService();
