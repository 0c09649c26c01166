using Microsoft.AspNetCore.Http;
using SreCopilot.Database;

namespace SreCopilot.Audit;

/// <summary>Where a service writes down who did what, in the transaction in which it is done.</summary>
/// <example>
/// <code>
/// audit.Add(session, http, new AuditEntry { Before = new() { { "state", old } }, After = new() { { "state", state } } });
/// await session.CommitAsync(cancel);
/// </code>
/// </example>
public sealed class AuditLog
{
    private readonly AuditRecorder _recorder;
    private readonly AuditSender _sender;
    private readonly AuditTallies _tallies;

    internal AuditLog(AuditRecorder recorder, AuditSender sender, AuditTallies tallies) => (_recorder, _sender, _tallies) = (recorder, sender, tallies);

    /// <summary>Adds the entry of this call. It exists if and only if the session is committed. One statement, which goes with the session's next.</summary>
    /// <param name="session">The session of the change; row-level security refuses another tenant's entry.</param>
    /// <param name="http">The call.</param>
    /// <param name="entry">What is not in the request.</param>
    public void Add(DatabaseSession session, HttpContext http, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(entry);
        var call = AuditCall.Of(http);
        AuditOutbox.Insert(session, [_recorder.Create(http, entry, call.TakeId(), status: null)]);
        session.AfterCommit(() => call.IsDone = true);
        session.AfterCommit(_sender.Wake);
    }

    /// <summary>Adds an entry about something that no request did.</summary>
    /// <param name="session">The session of the change.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="entry">What; needs an action and a resource type.</param>
    public void Add(DatabaseSession session, AuditActor actor, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(entry);
        AuditOutbox.Insert(session, [_recorder.Create(actor, entry)]);
        session.AfterCommit(_sender.Wake);
    }

    /// <summary>Counts what happens too often for an entry each: one entry at once for the first time in an hour, and one with the
    /// number when the hour is over. Costs a look-up; nothing is allocated after the first time.</summary>
    /// <param name="http">The call.</param>
    /// <param name="key">What is counted together.</param>
    /// <param name="describe">What the entry says; asked for the first time only, so it should be static.</param>
    public void Count(HttpContext http, TallyKey key, Func<HttpContext, AuditEntry> describe) => _tallies.Count(http, key, status: null, describe);
}
