using SreCopilot.EmbeddedShared;

namespace SreCopilot.EmbeddedRedis;

/// <summary>What the environment says about the server.</summary>
internal sealed record RedisOptions
{
    /// <summary>REDIS_PORT: port on 127.0.0.1. Mandatory.</summary>
    public required int Port { get; init; }

    /// <summary>REDIS_DATA_DIR: where the data lives. Default <c>.data/redis</c> in the repository.</summary>
    public required string DataDirectory { get; init; }

    public static RedisOptions Read(Settings settings) => new()
    {
        Port = settings.Port("REDIS_PORT"),
        DataDirectory = settings.Folder("REDIS_DATA_DIR", ".data/redis"),
    };
}
