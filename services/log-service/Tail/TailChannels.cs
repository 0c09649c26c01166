using StackExchange.Redis;

namespace SreCopilot.LogService.Tail;

/// <summary>The Redis channels of live tails.</summary>
internal static class TailChannels
{
    /// <summary>Which projects are looked at: replicas publish lines of those only. Said when somebody begins and repeated while somebody looks.</summary>
    public static readonly RedisChannel Wanted = RedisChannel.Literal("logs:tailed");

    /// <summary>How often it is repeated.</summary>
    public static readonly TimeSpan Repeat = TimeSpan.FromSeconds(5);

    /// <summary>How long it counts.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    /// <summary>New lines of a project: a JSON array.</summary>
    public static RedisChannel LinesOf(Guid project) => RedisChannel.Literal($"logs:tail:{project}");
}
