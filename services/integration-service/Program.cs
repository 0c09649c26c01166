using SreCopilot.Database;
using SreCopilot.Events;
using SreCopilot.Identity;
using SreCopilot.IntegrationService;
using SreCopilot.IntegrationService.Access;
using SreCopilot.IntegrationService.Alerts;
using SreCopilot.IntegrationService.Deliveries;
using SreCopilot.IntegrationService.Groups;
using SreCopilot.IntegrationService.Integrations;
using SreCopilot.IntegrationService.Peers;
using SreCopilot.IntegrationService.Webhooks;
using SreCopilot.Redis;
using SreCopilot.ServiceDefaults;

var builder = WebApplication.CreateSlimBuilder(args);

builder.AddServiceDefaults(IntegrationJson.Default);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = WebhookBody.MaximumBytes);
builder.AddCallerIdentity();
builder.AddDatabase("integration", typeof(Program).Assembly);
builder.AddRedis();
builder.AddEventOutbox();

builder.AddPeers();
builder.AddWebhooks();
builder.AddGroups();
builder.Services.AddSingleton<IntegrationDirectory>();
builder.Services.AddSingleton<ProjectAccess>();
builder.Services.AddSingleton<AlertEvents>();
builder.Services.AddSingleton<DeliveryLog>();
builder.Services.AddOpenApi();

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapWebhooks();
app.MapAlertList();
app.MapDeliveryList();

return app.RunService();
