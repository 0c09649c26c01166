using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.Redis;
using SreCopilot.ServiceDefaults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults();
builder.AddCallerIdentity();
builder.AddDatabase("incident", typeof(Program).Assembly);
builder.AddRedis();
builder.Services.AddOpenApi();

var app = builder.Build();
app.MapDefaultEndpoints();
return app.RunService();
