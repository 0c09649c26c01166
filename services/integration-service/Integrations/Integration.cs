using System.Text.Json;
using System.Text.Json.Serialization;
using SreCopilot.Database;

namespace SreCopilot.IntegrationService.Integrations;

/// <summary>Whose alerts come over a webhook, as auth-service knows it.</summary>
/// <param name="Id">The integration.</param>
/// <param name="TenantId">Its tenant.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="IntegrationType">One of <see cref="Integrations.IntegrationType"/>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Url">Where it answers; empty when it has no address.</param>
/// <param name="Secret">By which the sender proves who it is.</param>
/// <param name="PreviousSecret">The one before.</param>
/// <param name="PreviousValidUntil">Until when that one works, too.</param>
/// <param name="Settings">How its alerts are read.</param>
internal sealed record Integration(
    Guid Id, Guid TenantId, Guid ProjectId, string IntegrationType, string Name, string Url, string Secret, string? PreviousSecret, DateTimeOffset? PreviousValidUntil,
    JsonElement? Settings)
{
    /// <summary>In whose name its alerts are stored.</summary>
    [JsonIgnore]
    public CallerScope Scope => new(TenantId, ProjectId);

    /// <summary>The secrets that count at a moment.</summary>
    public IEnumerable<string> SecretsAt(DateTimeOffset now) =>
        PreviousSecret is { } previous && now < PreviousValidUntil ? [Secret, previous] : [Secret];

    // Not the generated text: it would hold the secrets.
    public override string ToString() => $"integration {Id}";
}

/// <summary>The kinds of senders.</summary>
internal static class IntegrationType
{
    public const string Prometheus = "prometheus";
    public const string AlertManager = "alertmanager";
    public const string Grafana = "grafana";
    public const string Generic = "generic";

    public static IReadOnlyList<string> All { get; } = [Prometheus, AlertManager, Grafana, Generic];

    /// <summary>Whether a webhook's address may name this type. What people call "Prometheus" sends by an Alertmanager.</summary>
    public static bool Fits(string inPath, string type) =>
        inPath == type || (inPath is Prometheus or AlertManager && type is Prometheus or AlertManager);
}
