using System.Diagnostics;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>The service as a program of its own: how it refuses to start.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("INTERNAL_SERVICE_KEY", "", "INTERNAL_SERVICE_KEY is not set")]
    [InlineData("ConnectionStrings__redis", "", "ConnectionStrings__redis is not set")]
    [InlineData("INCIDENT_SERVICE_URL", "incident-service", "INCIDENT_SERVICE_URL must be")]
    [InlineData("Webhooks__HoldSeconds", "-1", "HoldSeconds")]
    [InlineData("AUTH_SERVICE_URL", "http://auth-service/path", "AUTH_SERVICE_URL must be")]
    public async Task A_mistake_is_one_line_that_names_the_variable(string variable, string value, string line)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(IntegrationServer).Assembly.Location.Replace("IntegrationService.Tests.dll", "integration-service.dll", StringComparison.Ordinal)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["ConnectionStrings__srecopilot"] = "Host=127.0.0.1;Port=1",
                ["ConnectionStrings__redis"] = "127.0.0.1:1",
                ["INTERNAL_SERVICE_KEY"] = "tests sign their internal tokens with it",
                [variable] = value,
            },
        };

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(1)); // Only a service that starts after all reaches it.
        using var service = Process.Start(start)!;
        try
        {
            var output = service.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = await service.StandardError.ReadToEndAsync(deadline.Token);
            await service.WaitForExitAsync(deadline.Token);

            Assert.Equal(78, service.ExitCode);
            Assert.StartsWith("integration-service cannot start: ", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            Assert.Contains(line, errors, StringComparison.Ordinal);
            Assert.Empty(await output);
        }
        finally
        {
            service.Kill();
        }
    }
}
