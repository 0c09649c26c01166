using System.Net;
using System.Text.Json;
using SreCopilot.DemoShop.Live;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true)
    .AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.None);

var settings = DemoSettings.Read(builder.Configuration);
if (settings.FindMistakes().ToList() is { Count: > 0 } mistakes)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, mistakes));
    return 1;
}

builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, settings.HealthPort));
builder.Services.AddSingleton(settings);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<ShopState>();
builder.Services.AddSingleton<PlatformClient>();
builder.Services.AddSingleton<DemoProject>();
builder.Services.AddSingleton<ShopTeam>();
builder.Services.AddHostedService<OpenShop>();

var app = builder.Build();
var state = app.Services.GetRequiredService<ShopState>();

// Healthy once there is something to see.
app.MapGet("/health", http =>
{
    http.Response.StatusCode = state.IsOpen ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
    return http.Response.WriteAsync(state.IsOpen ? "Healthy" : "Opening", http.RequestAborted);
});
// What the shop's people are told is in the console log.
app.MapPost("/pager", async http =>
{
    using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
    Pager.LogTold(app.Logger, body.RootElement.GetProperty("status").GetString(), body.RootElement.GetProperty("title").GetString());
});
await app.RunAsync();
return state.HasFailed ? 1 : 0;
