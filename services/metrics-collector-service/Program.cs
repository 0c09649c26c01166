using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService;
using SreCopilot.MetricsCollectorService.Alerting;
using SreCopilot.MetricsCollectorService.Browser;
using SreCopilot.MetricsCollectorService.Dashboards;
using SreCopilot.MetricsCollectorService.Deployments;
using SreCopilot.MetricsCollectorService.Errors;
using SreCopilot.MetricsCollectorService.Infrastructure;
using SreCopilot.MetricsCollectorService.Metrics;
using SreCopilot.MetricsCollectorService.Services;
using SreCopilot.MetricsCollectorService.Slos;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.MetricsCollectorService.Traces;
using SreCopilot.ServiceDefaults;
using SreCopilot.ServiceDefaults.Errors;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddServiceDefaults(MetricsJson.Default);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1024 * 1024);
builder.AddCallerIdentity();
builder.AddDatabase("metrics", typeof(Program).Assembly);
builder.AddAudit();
builder.AddApplicationTelemetry();
builder.AddMetricPoints();
builder.Services.AddOpenApi();

var app = builder.Build();

app.MapDefaultEndpoints();
app.UseUuidPathParameters();
app.MapMetricPoints();
app.MapServices();
app.MapTraces();
app.MapErrors();
app.MapInfrastructure();
app.MapBrowser();
app.MapDeployments();
app.MapSlos();
app.MapDashboards();
app.MapConditionEvaluation();

return app.RunService();
