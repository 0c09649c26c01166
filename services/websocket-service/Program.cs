using Microsoft.Extensions.Options;
using SreCopilot.Events;
using SreCopilot.Identity;
using SreCopilot.Redis;
using SreCopilot.ReverseProxy;
using SreCopilot.Revocations;
using SreCopilot.ServiceDefaults;
using SreCopilot.WebsocketService;
using SreCopilot.WebsocketService.Connections;
using SreCopilot.WebsocketService.Delivery;
using SreCopilot.WebsocketService.Handshake;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(WebSocketJson.Default);
builder.AddCallerIdentity();
builder.AddAccessTokens();
builder.AddRedis();
builder.AddEventLog();

builder.AddWebSocketOptions();
// Only the entry point is in front of this service, and it is in the same private network.
builder.TrustProxies(TrustedProxies.PrivateNetworks);
builder.AddRevocations(services => services.GetRequiredService<IOptions<WebSocketServiceOptions>>().Value.AuthService!);
builder.AddReadiness();
builder.AddConnections();
builder.AddDelivery();
builder.Services.AddSingleton<HandshakeRules>();
builder.Services.AddOpenApi();

var app = builder.Build();
app.UseForwardedHeaders();
app.MapDefaultEndpoints();
app.MapWebSocket();
app.MapStatistics();
return app.RunService();
