using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Events;
using SreCopilot.Identity;
using SreCopilot.OutboundHttp;
using SreCopilot.Redis;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.SyntheticService;
using SreCopilot.SyntheticService.Checks;
using SreCopilot.SyntheticService.Monitors;
using SreCopilot.SyntheticService.Results;
using SreCopilot.SyntheticService.Running;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddServiceDefaults(SyntheticJson.Default);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 512 * 1024);
builder.AddCallerIdentity();
builder.AddDatabase("synthetic", typeof(Program).Assembly);
builder.AddAudit();
builder.AddRedis();
builder.AddEventOutbox();
builder.AddSecretProtection();
builder.AddOutboundHttp();

builder.AddMonitors();
builder.AddChecks();
builder.AddRunner();
builder.AddResults();
builder.Services.AddOpenApi();

var app = builder.Build();

app.MapDefaultEndpoints();
app.UseUuidPathParameters();
app.MapMonitors();
app.MapRunNow();
app.MapResults();

return app.RunService();
