namespace SreCopilot.SyntheticService.Checks;

internal static class CheckRegistration
{
    public static void AddChecks(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HttpCheck>();
        builder.Services.AddSingleton<TcpCheck>();
        builder.Services.AddSingleton<PingCheck>();
        builder.Services.AddSingleton<Checker>();
    }
}
