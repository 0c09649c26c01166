using System.Diagnostics;

namespace SreCopilot.IncidentService.Tests;

/// <summary>The service as a program of its own: how it refuses to start.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("INTERNAL_SERVICE_KEY", "", "INTERNAL_SERVICE_KEY is not set")]
    [InlineData("ConnectionStrings__redis", "", "ConnectionStrings__redis is not set")]
    [InlineData("AI_SERVICE_URL", "ai-service", "AI_SERVICE_URL must be")]
    [InlineData("AUTH_SERVICE_URL", "http://auth-service/path", "AUTH_SERVICE_URL must be")]
    [InlineData("AI_INPUT_TOKEN_PRICE", "cheap", "AI_INPUT_TOKEN_PRICE must be")]
    [InlineData("AI_OUTPUT_TOKEN_PRICE", "-1", "AI_OUTPUT_TOKEN_PRICE must be")]
    public async Task A_mistake_is_one_line_that_names_the_variable(string variable, string value, string line)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(IncidentServer).Assembly.Location.Replace("IncidentService.Tests.dll", "incident-service.dll", StringComparison.Ordinal)])
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
            Assert.StartsWith("incident-service cannot start: ", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            Assert.Contains(line, errors, StringComparison.Ordinal);
            Assert.Empty(await output);
        }
        finally
        {
            service.Kill();
        }
    }
}
