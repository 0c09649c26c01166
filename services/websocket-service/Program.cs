using SreCopilot.Identity;
using SreCopilot.Redis;
using SreCopilot.ServiceDefaults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults();
builder.AddCallerIdentity();
builder.AddRedis();
builder.Services.AddOpenApi();

var app = builder.Build();
app.MapDefaultEndpoints();
return app.RunService();
