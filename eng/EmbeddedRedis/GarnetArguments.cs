namespace SreCopilot.EmbeddedRedis;

/// <summary>Garnet's own options: tens of MiB instead of the gigabytes it takes by default, and data that survives.</summary>
internal static class GarnetArguments
{
    public static string[] For(RedisOptions options) =>
    [
        "-q",
        "--bind", "127.0.0.1",
        "--port", $"{options.Port}",

        // Values beyond the memory limit move to disk; without tiering the oldest would silently vanish.
        "--memory", "32m",
        "--page", "512k",
        "--index", "1m",
        "--storage-tier",
        "--logdir", Path.Combine(options.DataDirectory, "log"),

        // Every write goes to the append-only file at once; a checkpoint every five minutes keeps that file short.
        "--aof",
        "--aof-memory", "4m",
        "--aof-page-size", "1m",
        "--aof-segment-size", "16m",
        "--checkpointdir", Path.Combine(options.DataDirectory, "checkpoints"),
        "--checkpoint-freq", "300",
        "--recover",

        // The native device needs libaio, which is not on every machine.
        "--device-type", "RandomAccess",
        "--lua",
    ];
}
