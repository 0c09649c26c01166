using Npgsql;
using SreCopilot.Audit;
using SreCopilot.Database;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>An integration as it is stored: its secrets are encrypted.</summary>
internal sealed record StoredIntegration
{
    /// <summary>What the audit log says about it; of secrets, that there are some.</summary>
    public AuditFields ToAudit() => new()
    {
        { "integration_type", Type }, { "name", Name }, { "description", Description }, { "url", Url }, { "username", Username }, { "password", Password },
        { "api_key", ApiKey }, { "webhook_secret", WebhookSecret }, { "status", Status },
    };

    public required Guid Id { get; init; }

    public required Guid ProjectId { get; init; }

    public required string ProjectName { get; init; }

    public required string Type { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required string Url { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? ApiKey { get; init; }

    public string? WebhookSecret { get; init; }

    public string? PreviousWebhookSecret { get; init; }

    public DateTimeOffset? PreviousValidUntil { get; init; }

    public string? Config { get; init; }

    public required string Status { get; init; }

    public DateTimeOffset? LastTestAt { get; init; }

    public bool LastTestSuccess { get; init; }

    public string? LastErrorMessage { get; init; }

    public required bool WebhookEnabled { get; init; }

    public required bool IsPrimary { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    private static Sql Query => $"{Columns} from monitoring_integrations i join projects p on p.id = i.project_id";

    private static Sql Columns => $"""
        select i.id, i.project_id, p.name, i.integration_type, i.name, i.description, i.url, i.username,
          i.password_encrypted, i.api_key_encrypted, i.webhook_secret_encrypted, i.config_encrypted,
          i.status, i.last_test_at, i.last_test_success, i.last_error_message, i.webhook_enabled, i.is_primary, i.created_at, i.updated_at,
          i.webhook_previous_secret_encrypted, i.webhook_previous_valid_until
        """;

    /// <summary>The newest first; all types when none is given.</summary>
    public static Task<List<StoredIntegration>> ListAsync(DatabaseSession session, Guid projectId, string? type, CancellationToken cancel) => session.ListAsync($"""
        {Query} where i.project_id = {projectId} and ({type}::text is null or i.integration_type = {type}) order by i.created_at desc, i.id
        """, Read, cancel);

    public static Task<StoredIntegration?> FindAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) =>
        session.SingleOrDefaultAsync($"{Query} where i.project_id = {projectId} and i.id = {id}", Read, cancel);

    /// <summary>One whose webhook is on, of an active project, whosever it is: for a system session.</summary>
    public static Task<(StoredIntegration Integration, Guid TenantId)?> FindWebhookAsync(DatabaseSession session, Guid id, CancellationToken cancel) =>
        session.SingleOrDefaultAsync<(StoredIntegration, Guid)?>($"""
            {Columns}, i.tenant_id from monitoring_integrations i join projects p on p.id = i.project_id join tenants t on t.id = i.tenant_id
            where i.id = {id} and i.webhook_enabled and p.is_active and t.is_active
            """, row => (Read(row), row.GetGuid(22)), cancel);

    /// <summary>The one that the platform reads from: not in error, the primary one first, then the newest.</summary>
    public static Task<StoredIntegration?> FindUsableAsync(DatabaseSession session, Guid projectId, string type, CancellationToken cancel) => session.SingleOrDefaultAsync($"""
        {Query} where i.project_id = {projectId} and i.integration_type = {type} and i.status <> 'error'
        order by i.is_primary desc, i.created_at desc, i.id limit 1
        """, Read, cancel);

    private static StoredIntegration Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        ProjectId = row.GetGuid(1),
        ProjectName = row.GetString(2),
        Type = row.GetString(3),
        Name = row.GetString(4),
        Description = row.GetStringOrNull(5),
        Url = row.GetString(6),
        Username = row.GetStringOrNull(7),
        Password = row.GetStringOrNull(8),
        ApiKey = row.GetStringOrNull(9),
        WebhookSecret = row.GetStringOrNull(10),
        Config = row.GetStringOrNull(11),
        Status = row.GetString(12),
        LastTestAt = row.GetValueOrNull<DateTimeOffset>(13),
        LastTestSuccess = row.GetBoolean(14),
        LastErrorMessage = row.GetStringOrNull(15),
        WebhookEnabled = row.GetBoolean(16),
        IsPrimary = row.GetBoolean(17),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(18),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(19),
        PreviousWebhookSecret = row.GetStringOrNull(20),
        PreviousValidUntil = row.GetValueOrNull<DateTimeOffset>(21),
    };
}
