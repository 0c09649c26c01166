using System.Diagnostics;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>The service as a program of its own: how it refuses to start.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("INTERNAL_SERVICE_KEY", "", "INTERNAL_SERVICE_KEY is not set")]
    [InlineData("ENCRYPTION_KEY", "", "ENCRYPTION_KEY is not set")]
    [InlineData("METRICS_COLLECTOR_URL", "metrics", "METRICS_COLLECTOR_URL must be")]
    [InlineData("INCIDENT_SERVICE_URL", "incidents", "INCIDENT_SERVICE_URL must be")]
    [InlineData("PUBLIC_API_URL", "sre.example.org", "PUBLIC_API_URL must be")]
    [InlineData("Providers__GitHubApi", "github", "Providers__GitHubApi must be")]
    [InlineData("Providers__Attempts", "0", "Providers__Attempts must be")]
    [InlineData("Sync__IntervalSeconds", "1", "Sync__IntervalSeconds must be")]
    [InlineData("OutboundHttp__AllowedNetworks", "home", "OutboundHttp__AllowedNetworks must be")]
    public async Task A_mistake_is_one_line_that_names_the_variable(string variable, string value, string line)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CicdServer).Assembly.Location.Replace("CicdConnectorService.Tests.dll", "cicd-connector-service.dll", StringComparison.Ordinal)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["ConnectionStrings__srecopilot"] = "Host=127.0.0.1;Port=1",
                ["INTERNAL_SERVICE_KEY"] = "tests sign their internal tokens with it",
                ["ENCRYPTION_KEY"] = CicdServer.FirstKey,
                [variable] = value,
            },
        };

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(1)); // Only a service that starts after all reaches it.
        using var service = Process.Start(start)!;
        try
        {
            var errors = await service.StandardError.ReadToEndAsync(deadline.Token);
            await service.WaitForExitAsync(deadline.Token);

            Assert.Equal(78, service.ExitCode);
            Assert.StartsWith("cicd-connector-service cannot start: ", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            Assert.Contains(line, errors, StringComparison.Ordinal);
        }
        finally
        {
            service.Kill();
        }
    }
}
