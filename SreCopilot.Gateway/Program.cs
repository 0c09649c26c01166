using SreCopilot.Gateway;
using SreCopilot.Gateway.Backends;
using SreCopilot.Gateway.Otlp;
using SreCopilot.Gateway.Spa;
using SreCopilot.ReverseProxy;
using SreCopilot.ServiceDefaults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults();
builder.AddForwarding();
// Nobody is in front by default; behind an ingress, its network goes into ForwardedHeaders__KnownNetworks.
builder.TrustProxies(defaultNetworks: "");
builder.AddBackends();
builder.AddOtlp();
builder.AddSpa();

var app = builder.Build();
app.UseForwardedHeaders();
app.UseSecurityHeaders();
app.MapDefaultEndpoints(isPublic: true);
app.UseMiddleware<GrpcExports>();
app.MapBackends();
app.MapHttpExports();
app.MapSpa();
return app.RunService();
