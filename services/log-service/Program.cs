using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.LogService;
using SreCopilot.LogService.Alerting;
using SreCopilot.LogService.Ingest;
using SreCopilot.LogService.Overview;
using SreCopilot.LogService.Patterns;
using SreCopilot.LogService.Registry;
using SreCopilot.LogService.Search;
using SreCopilot.LogService.Storage;
using SreCopilot.LogService.Tail;
using SreCopilot.ServiceDefaults;
using SreCopilot.TimeSeries;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddServiceDefaults(LogJson.Default);
builder.AddCallerIdentity();
builder.AddDatabase("log", typeof(Program).Assembly);
builder.AddAudit();
builder.AddTimeSeries(LogTables.All);
builder.AddLeasedJob<PatternCleanup>();

builder.AddLogServiceOptions();
builder.AddTails();
builder.AddServiceReports();
builder.Services.AddSingleton<IIngestStep, CountStep>();
builder.Services.AddSingleton<LineIds>();
builder.Services.AddSingleton<PatternBooks>();
builder.Services.AddSingleton<LineWriter>();
builder.Services.AddOpenApi();

var app = builder.Build();

app.MapDefaultEndpoints();
app.UseWebSockets();
app.MapLogIngest();
app.MapOtlpIngest();
app.MapLogSearch();
app.MapLogContext();
app.MapLogTail();
app.MapLogServices();
app.MapLogStatistics();
app.MapLogHistogram();
app.MapPatternList();
app.MapConditionEvaluation();
app.MapRetention((endpoint, name) => endpoint.Named(name));

return app.RunService();
