using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Activities;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.IncidentService.Peers;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IncidentService.Lifecycle;

/// <summary>What an incident becomes and what its story says about it; or why it does not.</summary>
internal sealed record Outcome(Incident? Changed, string ActivityType, string? OldValue, string? NewValue, string Sentence, JsonHttpResult<ErrorBody>? Refusal = null)
{
    public static Outcome Refused(JsonHttpResult<ErrorBody> refusal) => new(null, "", null, null, "", refusal);

    /// <summary>It is so already.</summary>
    public static Outcome Unchanged { get; } = new(null, "", null, null, "");
}

/// <summary>
/// The one way in which an incident changes: its row is locked, so changes happen one after the other on however many replicas,
/// each is judged by what is there at its turn, and the change, its activity, its event and its audit entry are one transaction.
/// </summary>
internal sealed class Change(ServiceDatabase database, ProjectDirectory directory, IncidentEvents events, AuditLog audit, TimeProvider time)
{
    /// <param name="incidentId">The incident.</param>
    /// <param name="http">Whose request it is.</param>
    /// <param name="version">Which version the client saw; null when it does not say.</param>
    /// <param name="comment">What the caller says about it.</param>
    /// <param name="decide">What becomes of the incident now.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The incident as it is then, or the refusal.</returns>
    public async Task<(Incident? Incident, JsonHttpResult<ErrorBody>? Refusal)> MakeAsync(
        Guid incidentId, HttpContext http, int? version, string? comment, Func<Incident, DateTimeOffset, Outcome> decide, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        var author = await directory.FindAuthorAsync(caller, cancel);
        var scope = CallerScope.Of(caller);
        await using var session = await database.OpenAsync(scope, cancel);
        if (await Incident.LockAsync(session, caller.ProjectId!.Value, incidentId, cancel) is not { } incident)
        {
            return (null, IncidentErrors.NotFound());
        }

        if (version is not null && version != incident.Version)
        {
            return (null, IncidentErrors.Changed(incident));
        }

        if (!EntityTag.Matches(http.Request.Headers.IfMatch, incident.Version))
        {
            return (null, ApiErrors.Create(StatusCodes.Status412PreconditionFailed, IncidentErrors.Changed(incident).Value!.Detail));
        }

        var words = string.IsNullOrWhiteSpace(comment) ? null : comment;
        var changed = await ApplyAsync(session, scope, incident, decide(incident, time.GetStoredNow()), words, author, http, cancel);
        if (changed.Incident is not null)
        {
            await session.CommitAsync(cancel);
            EntityTag.Write(http.Response, changed.Incident.Version);
        }

        return changed;
    }

    /// <summary>Stores an outcome for a locked incident; the caller commits.</summary>
    public async Task<(Incident? Incident, JsonHttpResult<ErrorBody>? Refusal)> ApplyAsync(
        DatabaseSession session, CallerScope scope, Incident incident, Outcome outcome, string? words, Author author, HttpContext http, CancellationToken cancel)
    {
        if (outcome.Refusal is not null)
        {
            return (null, outcome.Refusal);
        }

        if (outcome.Changed is not { } changed)
        {
            // A repeated request changes nothing; what was said with it is not lost.
            if (words is not null)
            {
                var at = incident.Next(time.GetStoredNow()).UpdatedAt;
                var comment = await Activity.AddCommentAsync(session, scope, incident.Id, words, author, at, cancel);
                events.Commented(session, comment, scope);
                audit.Add(session, http, Comments.ToAudit(comment));
            }

            return (incident, null);
        }

        await changed.SaveAsync(session, cancel);
        Activity.Add(session, scope, incident.Id, outcome.ActivityType, words ?? outcome.Sentence, outcome.OldValue, outcome.NewValue, author, changed.UpdatedAt);
        events.Updated(session, changed, scope);
        audit.Add(session, http, new AuditEntry { ResourceId = incident.Id.ToString(), Before = incident.ToAudit(), After = changed.ToAudit() });
        return (changed, null);
    }
}

/// <summary>The version of an incident as an HTTP entity tag.</summary>
internal static class EntityTag
{
    public static void Write(HttpResponse response, int version) => response.Headers.ETag = $"\"{version}\"";

    public static bool Matches(StringValues ifMatch, int version) =>
        StringValues.IsNullOrEmpty(ifMatch) || ifMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || tag == $"\"{version}\"");
}
