using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults();
builder.AddCallerIdentity();
builder.AddDatabase("cloud", typeof(Program).Assembly);
builder.Services.AddOpenApi();

var app = builder.Build();
app.MapDefaultEndpoints();
return app.RunService();
