using SreCopilot.Audit;
using SreCopilot.CicdConnectorService;
using SreCopilot.CicdConnectorService.Browsing;
using SreCopilot.CicdConnectorService.Connections;
using SreCopilot.CicdConnectorService.Deployments;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.CicdConnectorService.Sync;
using SreCopilot.CicdConnectorService.Webhooks;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.OutboundHttp;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults;
using SreCopilot.ServiceDefaults.Errors;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddServiceDefaults(CicdJson.Default);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 256 * 1024);
builder.AddCallerIdentity();
builder.AddDatabase("cicd", typeof(Program).Assembly);
builder.AddAudit();
builder.AddSecretProtection();
builder.AddOutboundHttp();

builder.AddProviders();
builder.AddConnections();
builder.AddDeployments();
builder.AddSync();
builder.AddWebhooks();
builder.Services.AddSingleton<Browser>();
builder.Services.AddOpenApi();

var app = builder.Build();

app.MapDefaultEndpoints();
app.UseUuidPathParameters();
app.MapConnections();
app.MapSyncRequest();
app.MapBrowsing();
app.MapWebhooks();

return app.RunService();
