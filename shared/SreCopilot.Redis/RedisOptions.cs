using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace SreCopilot.Redis;

/// <summary>Where Redis is.</summary>
public sealed class RedisOptions
{
    /// <summary>StackExchange.Redis configuration string, for example <c>redis:6379</c>. Environment variable
    /// <c>ConnectionStrings__redis</c>; no default. Unless it names a time-out, connecting and each command may take two seconds.</summary>
    public string ConnectionString { get; set; } = "";
}

internal sealed class RedisOptionsSetup(IConfiguration configuration) : IConfigureOptions<RedisOptions>, IValidateOptions<RedisOptions>
{
    public void Configure(RedisOptions options) => options.ConnectionString = configuration.GetConnectionString("redis") ?? "";

    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        if (options.ConnectionString.Length == 0)
        {
            return ValidateOptionsResult.Fail("ConnectionStrings__redis is not set; give the server as host:port.");
        }

        try
        {
            return ConfigurationOptions.Parse(options.ConnectionString).EndPoints.Count > 0
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("ConnectionStrings__redis names no server; give it as host:port.");
        }
        catch (ArgumentException)
        {
            // The parser's message may quote the string, which may hold a password.
            return ValidateOptionsResult.Fail("ConnectionStrings__redis could not be read; give the server as host:port[,password=...].");
        }
    }
}
