using System.Text.Json.Nodes;

namespace SreCopilot.ApiGateway.Settings.Probes;

/// <summary>Tries a connection out: which probe a category needs.</summary>
internal sealed class ConnectionProbe(HttpProbe http, PostgresProbe postgres, RedisProbe redis, SmtpProbe smtp)
{
    public Task<TestResult> TryAsync(string category, JsonObject config, CancellationToken cancel) => category switch
    {
        Categories.Database => postgres.TryAsync(config, cancel),
        Categories.Redis => redis.TryAsync(config, cancel),
        Categories.Email => smtp.TryAsync(config, cancel),
        _ => http.TryAsync(category, config, cancel),
    };
}
