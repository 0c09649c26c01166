using SreCopilot.Audit;
using SreCopilot.AuthService;
using SreCopilot.AuthService.Access;
using SreCopilot.AuthService.Accounts;
using SreCopilot.AuthService.ApiKeys;
using SreCopilot.AuthService.Monitoring;
using SreCopilot.AuthService.Passwords;
using SreCopilot.AuthService.Projects;
using SreCopilot.AuthService.Revocations;
using SreCopilot.AuthService.Sessions;
using SreCopilot.AuthService.Throttling;
using SreCopilot.AuthService.Users;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults;
using SreCopilot.ServiceDefaults.Errors;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddServiceDefaults(AuthJson.Default);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 128 * 1024);
builder.AddCallerIdentity();
builder.AddAccessTokens();
builder.AddDatabase("auth", typeof(Program).Assembly);
builder.AddAudit();

builder.AddPasswords();
builder.AddThrottling();
builder.AddSessions();
builder.AddMonitoring();
builder.Services.AddSingleton<Authorizer>();
builder.Services.AddSingleton<RevocationLog>();
builder.Services.AddOpenApi();

var app = builder.Build();

app.MapDefaultEndpoints();
app.UseUuidPathParameters();
app.MapAccounts();
app.MapSessions();
app.MapUsers();
app.MapProjects();
app.MapApiKeys();
app.MapMonitoring();
app.MapRevocationFeed();

return app.RunService();
