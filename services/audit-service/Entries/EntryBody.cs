using System.Text.Json;
using SreCopilot.AuditService.Chain;

namespace SreCopilot.AuditService.Entries;

/// <summary>An audit entry.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="UserId">The user's or key's id, the service's name, or <c>anonymous</c>.</param>
/// <param name="UserEmail">Empty when there is none.</param>
/// <param name="TenantId">The organisation.</param>
/// <param name="Action">For example <c>incident.state_change</c>.</param>
/// <param name="ResourceType">For example <c>incident</c>.</param>
/// <param name="ResourceId">Which one.</param>
/// <param name="Changes"><c>{"before": ..., "after": ...}</c>, without secrets.</param>
/// <param name="IpAddress">From where.</param>
/// <param name="UserAgent">With what.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Success">Whether it was done.</param>
/// <param name="ErrorMessage">Why not.</param>
/// <param name="Metadata">Method, route, status and what else there is to say.</param>
/// <param name="ProjectId">The project it was about.</param>
/// <param name="ActorType">user, api_key, service or anonymous.</param>
/// <param name="UserRole">The role that counted.</param>
/// <param name="TraceId">The distributed trace.</param>
/// <param name="Source">The service that wrote the entry.</param>
/// <param name="Sequence">Its place in the chain.</param>
/// <param name="RecordedAt">When it was added to the chain.</param>
/// <param name="Hash">SHA-256 of the entry and the one before it.</param>
internal sealed record EntryBody(
    Guid Id, DateTimeOffset Timestamp, string UserId, string UserEmail, Guid TenantId, string Action, string ResourceType, string? ResourceId,
    JsonElement? Changes, string IpAddress, string UserAgent, string? RequestId, bool Success, string? ErrorMessage, JsonElement? Metadata,
    Guid? ProjectId, string ActorType, string? UserRole, string? TraceId, string Source, long Sequence, DateTimeOffset RecordedAt, string Hash)
{
    public static EntryBody Of(LinkedEntry linked)
    {
        var e = linked.Entry;
        return new EntryBody(
            e.Id, e.OccurredAt, e.UserId, e.UserEmail, e.TenantId, e.Action, e.ResourceType, e.ResourceId, Parse(e.Changes), e.IpAddress, e.UserAgent, e.RequestId,
            e.Success, e.ErrorMessage, Parse(e.Metadata), e.ProjectId, e.ActorType, e.UserRole, e.TraceId, e.Source, e.Sequence, e.RecordedAt,
            Convert.ToHexStringLower(linked.Hash));
    }

    // Tampered text may be no sound JSON any more; the entry is shown without it, and the verification finds it.
    private static JsonElement? Parse(string? json)
    {
        try
        {
            return json is not null && JsonElement.Parse(json) is var parsed && (!json.Contains(@"\u", StringComparison.Ordinal) || EntryRules.IsSound(parsed)) ? parsed : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
