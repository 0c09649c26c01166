using System.Net;
using System.Net.Sockets;

namespace SreCopilot.Services.Tests;

/// <summary>A service that is configured wrongly says so in one line per mistake and ends with EX_CONFIG.</summary>
public sealed class ConfigurationTests
{
    private const int ConfigurationError = 78;
    private const string Placeholder = "changeme-8d1f6c0b2a4e9375-8d1f6c0b2a4e9375";

    public static TheoryData<string> All => ServicePrograms.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Missing_configuration_is_reported_all_at_once(string service)
    {
        var (exitCode, _, errors) = await ServicePrograms.RunAsync(service, new Dictionary<string, string>());

        Assert.Equal(ConfigurationError, exitCode);
        Assert.Contains(errors, line => line.Contains("INTERNAL_SERVICE_KEY is not set", StringComparison.Ordinal));
        Assert.All(errors, line => Assert.StartsWith($"{service} cannot start: ", line, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Placeholder_secrets_are_refused_and_never_shown(string service)
    {
        var configuration = ServicePrograms.ValidConfiguration();
        configuration["INTERNAL_SERVICE_KEY"] = Placeholder;

        var (exitCode, output, errors) = await ServicePrograms.RunAsync(service, configuration);

        Assert.Equal(ConfigurationError, exitCode);
        Assert.Contains("INTERNAL_SERVICE_KEY still holds a placeholder", Assert.Single(errors), StringComparison.Ordinal);
        Assert.DoesNotContain("8d1f6c0b2a4e9375", output + string.Concat(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api-gateway")]
    [InlineData("auth-service")]
    public async Task Services_that_verify_users_need_the_key_of_their_tokens(string service)
    {
        var configuration = ServicePrograms.ValidConfiguration();
        configuration["JWT_SECRET_KEY"] = "too-short";

        var (exitCode, _, errors) = await ServicePrograms.RunAsync(service, configuration);

        Assert.Equal(ConfigurationError, exitCode);
        Assert.Contains("JWT_SECRET_KEY is too short", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_gateway_names_every_setting_it_cannot_use()
    {
        var configuration = ServicePrograms.ValidConfiguration();
        configuration["AUTH_SERVICE_URL"] = "auth-service";
        configuration["LOG_SERVICE_URL"] = "http://log-service:8510/path";
        configuration["SERVICE_TIMEOUT"] = "soon";
        configuration["ForwardedHeaders__KnownNetworks"] = "everybody";

        var (exitCode, _, errors) = await ServicePrograms.RunAsync("api-gateway", configuration);

        Assert.Equal(ConfigurationError, exitCode);
        Assert.Equal(4, errors.Length);
        Assert.All(["AUTH_SERVICE_URL", "LOG_SERVICE_URL", "SERVICE_TIMEOUT", "ForwardedHeaders__KnownNetworks"], setting =>
            Assert.Single(errors, line => line.Contains(setting, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("0")]
    [InlineData("65536")]
    public async Task Port_must_be_one(string port)
    {
        var configuration = ServicePrograms.ValidConfiguration();
        configuration["SERVICE_PORT"] = port;

        var (exitCode, _, errors) = await ServicePrograms.RunAsync("audit-service", configuration);

        Assert.Equal(ConfigurationError, exitCode);
        Assert.Contains("SERVICE_PORT", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_that_is_taken_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var configuration = ServicePrograms.ValidConfiguration();
        configuration["SERVICE_PORT"] = $"{port}";

        var (exitCode, _, errors) = await ServicePrograms.RunAsync("audit-service", configuration);

        Assert.Equal(ConfigurationError, exitCode);
        Assert.Contains($"{port}: address already in use", Assert.Single(errors), StringComparison.Ordinal);
    }
}
