using SreCopilot.Audit;
using SreCopilot.CloudConnectorService;
using SreCopilot.CloudConnectorService.Connections;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.CloudConnectorService.Resources;
using SreCopilot.CloudConnectorService.Sync;
using SreCopilot.CloudConnectorService.Telemetry;
using SreCopilot.Database;
using SreCopilot.Events;
using SreCopilot.Identity;
using SreCopilot.OutboundHttp;
using SreCopilot.Redis;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults;
using SreCopilot.ServiceDefaults.Errors;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddServiceDefaults(CloudJson.Default);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 256 * 1024);
builder.AddCallerIdentity();
builder.AddDatabase("cloud", typeof(Program).Assembly);
builder.AddAudit();
builder.AddRedis();
builder.AddEventOutbox();
builder.AddSecretProtection();
builder.AddOutboundHttp();

builder.AddProviders();
builder.AddConnections();
builder.AddTelemetry();
builder.AddSync();
builder.Services.AddOpenApi();

var app = builder.Build();

app.MapDefaultEndpoints();
app.UseUuidPathParameters();
app.MapConnections();
app.MapSyncRequest();
app.MapResources();

return app.RunService();
