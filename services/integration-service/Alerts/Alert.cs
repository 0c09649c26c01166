using System.Text.Json;
using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.IntegrationService.Alerts;

/// <summary>An alert that a monitoring system sent.</summary>
/// <param name="Id">The alert.</param>
/// <param name="IntegrationId">Who sent it.</param>
/// <param name="IntegrationName">The sender's name when it last sent something.</param>
/// <param name="IntegrationType">The sender's type.</param>
/// <param name="AlertName">Its name there.</param>
/// <param name="Status">firing, resolved or acknowledged.</param>
/// <param name="StatusDisplay">The status for display.</param>
/// <param name="Severity">critical, high, medium, low or info.</param>
/// <param name="SeverityDisplay">The severity for display.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">More.</param>
/// <param name="Labels">As sent.</param>
/// <param name="Annotations">As sent.</param>
/// <param name="StartsAt">Since when.</param>
/// <param name="EndsAt">Until when.</param>
/// <param name="ExternalUrl">Where to look.</param>
/// <param name="Fingerprint">The same for every notice of the same alert.</param>
/// <param name="IncidentId">The incident of its group; null while there is none.</param>
/// <param name="ReceivedAt">When it came first.</param>
/// <param name="LastReceivedAt">When it came last.</param>
/// <param name="Notices">How often it came.</param>
internal sealed record Alert(
    Guid Id, Guid IntegrationId, string IntegrationName, string IntegrationType, string AlertName, string Status, string StatusDisplay,
    string Severity, string SeverityDisplay, string Summary, string? Description, JsonElement Labels, JsonElement Annotations,
    DateTimeOffset StartsAt, DateTimeOffset? EndsAt, string? ExternalUrl, string? Fingerprint, Guid? IncidentId, DateTimeOffset ReceivedAt,
    DateTimeOffset LastReceivedAt, int Notices)
{
    public const string Firing = "firing";
    public const string Resolved = "resolved";

    /// <summary>Of an alert <c>a</c>; the name and the type of its integration follow them.</summary>
    public static Sql Columns => $"""
        a.id, a.integration_id, a.alert_name, a.status, a.severity, a.summary, a.description, a.labels::text, a.annotations::text,
        a.starts_at, a.ends_at, a.external_url, a.fingerprint,
        (select g.incident_id from alert_groups g where g.id = a.group_id), a.received_at, a.last_received_at, a.notices
        """;

    public static Alert Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(17), row.GetString(18), row.GetString(2),
        row.GetString(3), Capitalize(row.GetString(3)), row.GetString(4), Capitalize(row.GetString(4)),
        row.GetString(5), row.GetStringOrNull(6), JsonElement.Parse(row.GetString(7)), JsonElement.Parse(row.GetString(8)),
        row.GetFieldValue<DateTimeOffset>(9), row.GetValueOrNull<DateTimeOffset>(10), row.GetStringOrNull(11), row.GetStringOrNull(12),
        row.GetValueOrNull<Guid>(13), row.GetFieldValue<DateTimeOffset>(14), row.GetFieldValue<DateTimeOffset>(15), row.GetInt32(16));

    private static string Capitalize(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
