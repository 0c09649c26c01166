using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace SreCopilot.AuthService.Monitoring;

/// <summary>A monitoring system that a project is connected to; secrets are not shown.</summary>
internal record Integration
{
    /// <summary>The integration.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its project.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>The project's name.</summary>
    public required string ProjectName { get; init; }

    /// <summary>prometheus, grafana, alertmanager or generic.</summary>
    public required string IntegrationType { get; init; }

    /// <summary>The type for display.</summary>
    public required string IntegrationTypeDisplay { get; init; }

    /// <summary>1 to 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Free text.</summary>
    public required string? Description { get; init; }

    /// <summary>Where it answers, without a slash at the end; empty for a generic sender without an address.</summary>
    public required string Url { get; init; }

    /// <summary>For basic authentication.</summary>
    public required string? Username { get; init; }

    /// <summary>Further settings; values of fields that are named like secrets are shown as ***.</summary>
    public required JsonObject Config { get; init; }

    /// <summary>active, inactive, error or testing.</summary>
    public required string Status { get; init; }

    /// <summary>The status for display.</summary>
    public required string StatusDisplay { get; init; }

    /// <summary>When the connection was tested last.</summary>
    public required DateTimeOffset? LastTestAt { get; init; }

    /// <summary>Whether that worked.</summary>
    public required bool LastTestSuccess { get; init; }

    /// <summary>If not, why.</summary>
    public required string? LastErrorMessage { get; init; }

    /// <summary>Whether it may send alerts.</summary>
    public required bool WebhookEnabled { get; init; }

    /// <summary>Where to; null when it may not.</summary>
    public required string? WebhookUrl { get; init; }

    /// <summary>Whether the platform reads from this one when there are several of the type.</summary>
    public required bool IsPrimary { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A new integration, with the secret that was generated for its webhook.</summary>
internal sealed record CreatedIntegration : Integration
{
    [SetsRequiredMembers]
    public CreatedIntegration(Integration integration, string? webhookSecret)
        : base(integration) => WebhookSecret = webhookSecret;

    /// <summary>By which webhooks prove who they are: as X-Webhook-Secret, bearer token or basic password, or as the key of their signature; null when there is no webhook.</summary>
    public string? WebhookSecret { get; }
}

/// <summary>An integration with its secrets.</summary>
internal sealed record IntegrationWithSecrets : Integration
{
    [SetsRequiredMembers]
    public IntegrationWithSecrets(Integration integration, string? password, string? apiKey, string? webhookSecret)
        : base(integration) => (Password, ApiKey, WebhookSecret) = (password, apiKey, webhookSecret);

    /// <summary>For basic authentication; null: none, or it cannot be decrypted any more.</summary>
    public string? Password { get; }

    /// <summary>For a bearer token; null: none, or it cannot be decrypted any more.</summary>
    public string? ApiKey { get; }

    /// <summary>By which webhooks prove who they are: as X-Webhook-Secret, bearer token or basic password, or as the key of their signature.</summary>
    public string? WebhookSecret { get; }
}
