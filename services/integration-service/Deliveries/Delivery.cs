using System.Text.Json;
using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.IntegrationService.Deliveries;

/// <summary>A webhook of a sender that proved who it is.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="IntegrationId">Who sent it.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Outcome">accepted, partial (some alerts were unusable) or rejected.</param>
/// <param name="Detail">Why it was rejected.</param>
/// <param name="BodyBytes">Its size.</param>
/// <param name="IncidentIds">The incidents that its alerts belong to, as far as there are any by now.</param>
/// <param name="Results">What became of each alert: name, fingerprint, outcome, alert_id and, when it was rejected, detail.</param>
internal sealed record Delivery(
    Guid Id, Guid IntegrationId, DateTimeOffset ReceivedAt, string Outcome, string? Detail, int BodyBytes, IReadOnlyList<Guid> IncidentIds, JsonElement Results)
{
    public static Sql Columns => $"""
        d.id, d.integration_id, d.received_at, d.outcome, d.detail, d.body_bytes, d.results::text,
        array(select distinct g.incident_id from monitoring_alerts a join alert_groups g on g.id = a.group_id where a.id = any(d.alert_ids) and g.incident_id is not null)
        """;

    public static Delivery Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3), row.GetStringOrNull(4), row.GetInt32(5),
        row.GetFieldValue<Guid[]>(7), JsonElement.Parse(row.GetString(6)));
}

/// <summary>A page of deliveries.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Page">Which page this is, from 1.</param>
/// <param name="Limit">Most items of a page.</param>
/// <param name="Pages">How many pages there are.</param>
internal sealed record DeliveryPage(IReadOnlyList<Delivery> Items, int Total, int Page, int Limit, int Pages);
