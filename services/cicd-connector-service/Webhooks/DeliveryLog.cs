using System.Security.Cryptography;
using SreCopilot.Database;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary>Which deliveries were received, so that one that comes again changes nothing. Written in the transaction of what it caused.</summary>
internal static class DeliveryLog
{
    /// <summary>Names of a delivery: the sender's own, and the digest of what was signed when that is all that is.</summary>
    public static string[] KeysOf(string? delivery, bool isSigned, ReadOnlyMemory<byte> signed) =>
    [
        .. delivery is { Length: > 0 } ? new[] { "id:" + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(delivery))) } : [],
        .. isSigned ? new[] { "signed:" + Convert.ToHexStringLower(SHA256.HashData(signed.Span)) } : [],
    ];

    /// <summary>Notes a delivery. Whoever is second waits for the first to end.</summary>
    /// <returns>Whether it was not known; and if it was, what it had caused.</returns>
    public static async Task<(bool IsNew, Guid? DeploymentId)> AddAsync(DatabaseSession session, Guid sender, Guid projectId, string[] keys, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var key in keys)
        {
            var added = await session.ExecuteAsync($"""
                insert into webhook_deliveries (sender_id, project_id, delivery, received_at) values ({sender}, {projectId}, {key}, {now}) on conflict do nothing
                """, cancel);
            if (added == 0)
            {
                return (false, await session.SingleOrDefaultAsync(
                    $"select deployment_id from webhook_deliveries where sender_id = {sender} and delivery = {key}", row => row.GetValueOrNull<Guid>(0), cancel));
            }
        }

        return (true, null);
    }

    public static Task CompleteAsync(DatabaseSession session, Guid sender, string[] keys, Guid deploymentId, CancellationToken cancel) =>
        session.ExecuteAsync($"update webhook_deliveries set deployment_id = {deploymentId} where sender_id = {sender} and delivery = any ({keys})", cancel);
}
