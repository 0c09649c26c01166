using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.WebsocketService.Connections;

/// <summary>The connections of this replica.</summary>
/// <param name="TotalConnections">All of them.</param>
/// <param name="ConnectionsByTenant">How many each tenant has.</param>
/// <param name="Timestamp">When it was counted.</param>
internal sealed record StatisticsBody(int TotalConnections, IReadOnlyDictionary<string, int> ConnectionsByTenant, DateTimeOffset Timestamp);

/// <summary><c>GET /stats</c></summary>
internal static class Statistics
{
    public static void MapStatistics(this IEndpointRouteBuilder routes) => routes
        .MapGet("/stats", (ConnectionRegistry connections, TimeProvider time) => Count(connections, time.GetUtcNow()))
        .RequireService()
        .WithName("read_statistics")
        .WithSummary("The connections of this replica, for other services of the platform")
        .WithTags("Connections")
        .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static StatisticsBody Count(ConnectionRegistry connections, DateTimeOffset now)
    {
        var users = connections.All.Select(connection => connection.User!).ToList();
        return new StatisticsBody(users.Count, users.GroupBy(user => $"{user.TenantId}").ToDictionary(tenant => tenant.Key, tenant => tenant.Count()), now);
    }
}
