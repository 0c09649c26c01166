using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>A mistake in the configuration is named at the start.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("RateLimits:AiPerMinute", "0", "AiPerMinute")]
    [InlineData("RateLimits:TimeoutMilliseconds", "-1", "TimeoutMilliseconds")]
    [InlineData("Revocations:PollSeconds", "0", "PollSeconds")]
    [InlineData("ApiKeys:Capacity", "1", "Capacity")]
    [InlineData("ConnectionTests:OpenAiApi", "nowhere", "OpenAiApi")]
    [InlineData("Cors:AllowedOrigins", "*", "Cors__AllowedOrigins")]
    [InlineData("Cors:AllowedOrigins", "https://a.example/path", "Cors__AllowedOrigins")]
    [InlineData("OutboundHttp:AllowedNetworks", "10.0.0.0/99", "OutboundHttp__AllowedNetworks")]
    [InlineData("ENCRYPTION_KEY", "", "ENCRYPTION_KEY")]
    [InlineData("ConnectionStrings:redis", "", "ConnectionStrings__redis")]
    [InlineData("ConnectionStrings:srecopilot", "", "ConnectionStrings__srecopilot")]
    public async Task Wrong_setting_is_named(string name, string value, string named)
    {
        await using var gateway = Gateway.Build([(name, value)]);

        var exception = Assert.ThrowsAny<Exception>(() => gateway.Services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }
}
