using SreCopilot.AiService;
using SreCopilot.AiService.Analyses;
using SreCopilot.AiService.Anomalies;
using SreCopilot.AiService.Correlation;
using SreCopilot.AiService.Dashboards;
using SreCopilot.AiService.Feedback;
using SreCopilot.AiService.LanguageModel;
using SreCopilot.AiService.Mcp;
using SreCopilot.AiService.Peers;
using SreCopilot.AiService.Usage;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults;
using SreCopilot.ServiceDefaults.Errors;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddServiceDefaults(AiJson.Default);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 4 * 1024 * 1024);
builder.AddCallerIdentity();
builder.AddDatabase("ai", typeof(Program).Assembly);
builder.AddAudit();

builder.AddPeers();
builder.AddLanguageModel();
builder.AddAnalyses();
builder.AddMcp();
builder.Services.AddSingleton<DashboardWriter>();
builder.Services.AddOpenApi();

var app = builder.Build();

app.MapDefaultEndpoints();
app.UseUuidPathParameters();
app.MapAnalyses();
app.MapFeedback();
app.MapUsage();
app.MapAnomalies();
app.MapCorrelations();
app.MapDashboards();
app.MapMcpEndpoint();

return app.RunService();
