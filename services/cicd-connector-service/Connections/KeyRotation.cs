using SreCopilot.Connectors;
using SreCopilot.Database;

namespace SreCopilot.CicdConnectorService.Connections;

/// <inheritdoc/>
internal sealed class KeyRotation(ServiceDatabase database, CredentialVault vault, TimeProvider time, ILogger<KeyRotation> logger) : SecretRenewal(time, logger)
{
    private const int Batch = 100;

    protected override async Task<int> RenewAsync(CancellationToken cancel) => await RenewConnectionsAsync(cancel) + await RenewHooksAsync(cancel);

    private async Task<int> RenewConnectionsAsync(CancellationToken cancel)
    {
        var renewed = 0;
        var last = Guid.Empty;
        while (true)
        {
            // As system: the connections of all tenants.
            await using var session = await database.OpenAsSystemAsync(cancel);
            var rows = await session.ListAsync($"""
                select id, credentials_encrypted, webhook_secret_encrypted, previous_secret_encrypted from connections where id > {last} order by id limit {Batch}
                """, row => (Id: row.GetGuid(0), Credentials: row.GetString(1), Secret: row.GetString(2), Previous: row.GetStringOrNull(3)), cancel);
            foreach (var row in rows)
            {
                last = row.Id;
                var (credentials, secret, previous) = (vault.RenewCredentials(row.Credentials, row.Id), vault.RenewWebhookSecret(row.Secret, row.Id), vault.RenewWebhookSecret(row.Previous, row.Id));
                if (credentials is not null || secret is not null || previous is not null)
                {
                    renewed += await session.ExecuteAsync($"""
                        update connections set credentials_encrypted = {credentials ?? row.Credentials}, webhook_secret_encrypted = {secret ?? row.Secret},
                          previous_secret_encrypted = {previous ?? row.Previous}
                        where id = {row.Id} and credentials_encrypted = {row.Credentials} and webhook_secret_encrypted = {row.Secret}
                          and previous_secret_encrypted is not distinct from {row.Previous}
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

    private async Task<int> RenewHooksAsync(CancellationToken cancel)
    {
        // As system: the hooks of all tenants. One per project and two short values, so all at once.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var renewed = 0;
        foreach (var row in await session.ListAsync(
            $"select project_id, secret_encrypted, previous_secret_encrypted from deployment_hooks", row => (Id: row.GetGuid(0), Secret: row.GetString(1), Previous: row.GetStringOrNull(2)), cancel))
        {
            var (secret, previous) = (vault.RenewWebhookSecret(row.Secret, row.Id), vault.RenewWebhookSecret(row.Previous, row.Id));
            if (secret is not null || previous is not null)
            {
                renewed += await session.ExecuteAsync($"""
                    update deployment_hooks set secret_encrypted = {secret ?? row.Secret}, previous_secret_encrypted = {previous ?? row.Previous}
                    where project_id = {row.Id} and secret_encrypted = {row.Secret} and previous_secret_encrypted is not distinct from {row.Previous}
                    """, cancel);
            }
        }

        await session.CommitAsync(cancel);
        return renewed;
    }
}
