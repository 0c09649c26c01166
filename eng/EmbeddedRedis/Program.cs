using SreCopilot.EmbeddedRedis;
using SreCopilot.EmbeddedShared;

// Garnet, a server that speaks the Redis protocol, inside this process, for development (see README.md).
return await EmbeddedStoreHost.RunAsync(args, (settings, log) => new RedisStore(RedisOptions.Read(settings), log));
