using SreCopilot.Audit;
using SreCopilot.AuditService;
using SreCopilot.AuditService.Chain;
using SreCopilot.AuditService.Entries;
using SreCopilot.AuditService.Export;
using SreCopilot.AuditService.Intake;
using SreCopilot.AuditService.Retention;
using SreCopilot.AuditService.Verification;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddServiceDefaults(AuditServiceJson.Default);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = IntakeEndpoint.MaximumBody);
builder.AddCallerIdentity();
builder.AddDatabase("audit", typeof(Program).Assembly);

builder.AddChain();
// Its own entries take the same way as everybody's, without the network.
builder.Services.AddSingleton<IAuditDelivery, LocalDelivery>();
builder.AddAudit();
builder.AddRetention();
builder.Services.AddSingleton<ChainVerifier>();
builder.Services.AddOpenApi();

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapIntake();
app.MapEntries();
app.MapExport();
app.MapRetention();
app.MapVerification();

return app.RunService();
