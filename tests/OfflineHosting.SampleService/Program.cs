// A service whose behaviour the tests of offline hosting control: it listens where the host tells it to, prints what it
// is asked to print, and turns unhealthy, or ends with an exit code, on request.
var builder = WebApplication.CreateSlimBuilder(args);
if (builder.Configuration["SERVICE_PORT"] is { } port)
{
    builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
}

var app = builder.Build();
var healthy = app.Configuration["START_UNHEALTHY"] is null;

app.MapGet("/", () => Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
app.MapGet("/health", () => Results.StatusCode(healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable));
app.MapPost("/health/{state}", (string state) => healthy = state == "good");
app.MapGet("/environment/{name}", (string name) => Environment.GetEnvironmentVariable(name) is { } value ? Results.Text(value) : Results.NotFound());
app.MapPost("/print/{text}", (string text) => Console.WriteLine(text));
app.MapPost("/print-error/{text}", (string text) => Console.Error.WriteLine(text));
app.MapPost("/exit/{code:int}", (int code) =>
{
    Environment.ExitCode = code;
    app.Lifetime.StopApplication(); // once this request has been answered
});

Console.WriteLine("sample service started");
app.Run();
