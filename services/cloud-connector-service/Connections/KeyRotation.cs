using SreCopilot.Connectors;
using SreCopilot.Database;

namespace SreCopilot.CloudConnectorService.Connections;

/// <inheritdoc/>
internal sealed class KeyRotation(ServiceDatabase database, CredentialVault vault, TimeProvider time, ILogger<KeyRotation> logger) : SecretRenewal(time, logger)
{
    private const int Batch = 100;

    protected override async Task<int> RenewAsync(CancellationToken cancel)
    {
        var renewed = 0;
        var last = Guid.Empty;
        while (true)
        {
            // As system: the connections of all tenants.
            await using var session = await database.OpenAsSystemAsync(cancel);
            var rows = await session.ListAsync(
                $"select id, credentials_encrypted from connections where id > {last} order by id limit {Batch}", row => (Id: row.GetGuid(0), Credentials: row.GetString(1)), cancel);
            foreach (var row in rows)
            {
                last = row.Id;
                if (vault.Renew(row.Credentials, row.Id) is { } credentials)
                {
                    renewed += await session.ExecuteAsync($"""
                        update connections set credentials_encrypted = {credentials} where id = {row.Id} and credentials_encrypted = {row.Credentials}
                        """, cancel);
                }
            }

            await session.CommitAsync(cancel);
            if (rows.Count < Batch)
            {
                return renewed;
            }
        }
    }
}
