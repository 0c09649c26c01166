using SreCopilot.AlertingService;
using SreCopilot.AlertingService.Alerts;
using SreCopilot.AlertingService.Channels;
using SreCopilot.AlertingService.Conditions;
using SreCopilot.AlertingService.Evaluation;
using SreCopilot.AlertingService.Muting;
using SreCopilot.AlertingService.Notifications;
using SreCopilot.AlertingService.Peers;
using SreCopilot.AlertingService.Policies;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Events;
using SreCopilot.Identity;
using SreCopilot.OutboundHttp;
using SreCopilot.Redis;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults;
using SreCopilot.ServiceDefaults.Errors;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddServiceDefaults(AlertingJson.Default);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 512 * 1024);
builder.AddCallerIdentity();
builder.AddDatabase("alerting", typeof(Program).Assembly);
builder.AddAudit();
builder.AddRedis();
builder.AddEventOutbox();
builder.AddSecretProtection();
builder.AddOutboundHttp();

builder.AddPeers();
builder.AddLimits();
builder.AddChannels();
builder.AddAlerts();
builder.AddNotifications();
builder.AddIncidents();
builder.AddEvaluation();
builder.Services.AddOpenApi();

var app = builder.Build();

app.MapDefaultEndpoints();
app.UseUuidPathParameters();
app.MapConditions();
app.MapPolicies();
app.MapChannels();
app.MapMutingRules();
app.MapAlerts();
app.MapNotifications();

return app.RunService();
