using SreCopilot.ApiGateway;
using SreCopilot.ApiGateway.Callers;
using SreCopilot.ApiGateway.Proxying;
using SreCopilot.ApiGateway.Status;
using SreCopilot.Identity;
using SreCopilot.ReverseProxy;
using SreCopilot.ServiceDefaults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(GatewayJson.Default);
builder.AddInternalTokens();
builder.AddAccessTokens();
builder.AddGatewayOptions();
builder.AddForwarding();
// Only the entry point is in front of this service, and it is in the same private network.
builder.TrustProxies(TrustedProxies.PrivateNetworks);
builder.Services.AddSingleton<CallerVerification>();
builder.Services.AddSingleton<BackendTransformer>();
builder.Services.AddSingleton<PlatformStatus>();
builder.Services.AddOpenApi();

var app = builder.Build();
app.UseForwardedHeaders();
app.MapDefaultEndpoints();
app.MapBanner();
app.MapPlatformStatus();
app.MapProxyRoutes(RouteTable.All);
return app.RunService();
