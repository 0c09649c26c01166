using System.Diagnostics;

namespace SreCopilot.AuthService.Tests;

/// <summary>The service as a program of its own: how it refuses to start.</summary>
public sealed class ConfigurationTests
{
    private static readonly Dictionary<string, string> Usable = new()
    {
        ["ConnectionStrings__srecopilot"] = "Host=127.0.0.1;Port=1",
        ["JWT_SECRET_KEY"] = "tests sign their access tokens with this",
        ["INTERNAL_SERVICE_KEY"] = "tests sign their internal tokens with it",
        ["ENCRYPTION_KEY"] = "tests encrypt what they store with this one",
    };

    [Theory]
    [InlineData("JWT_SECRET_KEY", "", "JWT_SECRET_KEY is not set")]
    [InlineData("JWT_SECRET_KEY", "change-me-change-me-change-me-change-me", "JWT_SECRET_KEY still holds a placeholder")]
    [InlineData("JWT_SECRET_KEY", "t00-short", "JWT_SECRET_KEY is too short")]
    [InlineData("INTERNAL_SERVICE_KEY", "", "INTERNAL_SERVICE_KEY is not set")]
    [InlineData("ENCRYPTION_KEY", "", "ENCRYPTION_KEY is not set")]
    [InlineData("JWT_PREVIOUS_SECRET_KEY", "t00-short", "JWT_PREVIOUS_SECRET_KEY is too short")]
    [InlineData("INTERNAL_PREVIOUS_SERVICE_KEY", "t00-short", "INTERNAL_PREVIOUS_SERVICE_KEY is too short")]
    [InlineData("ENCRYPTION_PREVIOUS_KEY", "t00-short", "ENCRYPTION_PREVIOUS_KEY is too short")]
    [InlineData("ConnectionStrings__srecopilot", "", "No database is configured")]
    [InlineData("Passwords__Cost", "4", "Passwords__Cost must be from 10 to 16")]
    [InlineData("ACCESS_TOKEN_EXPIRE_MINUTES", "0", "ACCESS_TOKEN_EXPIRE_MINUTES must be from 1 to 1440")]
    [InlineData("ACCESS_TOKEN_EXPIRE_MINUTES", "soon", "'ACCESS_TOKEN_EXPIRE_MINUTES'")]
    [InlineData("Sessions__SecureCookies", "Sometimes", "Sessions:SecureCookies")]
    [InlineData("Throttling__LoginPerAccount__Burst", "0", "Throttling__...__Burst must be")]
    public async Task A_mistake_is_one_line_that_names_the_variable(string variable, string value, string line)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AuthServer).Assembly.Location.Replace("AuthService.Tests.dll", "auth-service.dll", StringComparison.Ordinal)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, usable) in Usable)
        {
            start.Environment[name] = usable;
        }

        start.Environment[variable] = value;

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(1)); // Only a service that starts after all reaches it.
        using var service = Process.Start(start)!;
        try
        {
            var output = service.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = await service.StandardError.ReadToEndAsync(deadline.Token);
            await service.WaitForExitAsync(deadline.Token);

            Assert.Equal(78, service.ExitCode);
            Assert.StartsWith("auth-service cannot start: ", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            Assert.Contains(line, errors, StringComparison.Ordinal);
            Assert.Empty(await output);
        }
        finally
        {
            service.Kill();
        }
    }
}
