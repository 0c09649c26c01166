using StackExchange.Redis;

namespace SreCopilot.WebsocketService.Delivery;

internal static class RedisOutage
{
    public static bool Is(Exception exception) => exception is RedisException or TimeoutException;
}
