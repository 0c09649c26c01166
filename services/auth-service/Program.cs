using SreCopilot.AuthService;
using SreCopilot.AuthService.Accounts;
using SreCopilot.AuthService.Passwords;
using SreCopilot.AuthService.Sessions;
using SreCopilot.AuthService.Throttling;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddServiceDefaults(AuthJson.Default);
builder.AddCallerIdentity();
builder.AddAccessTokens();
builder.AddDatabase("auth", typeof(Program).Assembly);

builder.AddPasswords();
builder.AddThrottling();
builder.AddSessions();
builder.Services.AddOpenApi();

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapRegistration();
app.MapLogin();
app.MapMe();
app.MapRefresh();
app.MapLogout();

return app.RunService();
