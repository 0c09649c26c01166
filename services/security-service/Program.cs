using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.SecurityService;
using SreCopilot.SecurityService.Dependencies;
using SreCopilot.SecurityService.Scans;
using SreCopilot.SecurityService.Vulnerabilities;
using SreCopilot.ServiceDefaults;
using SreCopilot.ServiceDefaults.Errors;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddServiceDefaults(SecurityJson.Default);
// Scans may be larger: ScanIngest allows it for itself.
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 256 * 1024);
builder.AddCallerIdentity();
builder.AddDatabase("security", typeof(Program).Assembly);
builder.AddAudit();

builder.AddScans();
builder.Services.AddOpenApi();

var app = builder.Build();

app.MapDefaultEndpoints();
app.UseUuidPathParameters();
app.MapScans();
app.MapVulnerabilities();
app.MapDependencies();

return app.RunService();
