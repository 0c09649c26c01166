using Microsoft.AspNetCore.Http;
using SreCopilot.Database;

namespace SreCopilot.Audit;

/// <summary>Where a service writes down who did what, in the transaction in which it is done.</summary>
/// <example>
/// <code>
/// await audit.AddAsync(session, http, new AuditEntry { Before = new() { { "state", old } }, After = new() { { "state", state } } }, cancel);
/// await session.CommitAsync(cancel);
/// </code>
/// </example>
public sealed class AuditLog
{
    private readonly AuditRecorder _recorder;
    private readonly AuditSender _sender;
    private readonly AuditTallies _tallies;

    internal AuditLog(AuditRecorder recorder, AuditSender sender, AuditTallies tallies) => (_recorder, _sender, _tallies) = (recorder, sender, tallies);

    /// <summary>Adds the entry of this call. It exists if and only if the session is committed. One statement.</summary>
    /// <param name="session">The session of the change; row-level security refuses another tenant's entry.</param>
    /// <param name="http">The call.</param>
    /// <param name="entry">What is not in the request.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public async Task AddAsync(DatabaseSession session, HttpContext http, AuditEntry entry, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(entry);
        var call = AuditCall.Of(http);
        await AuditOutbox.InsertAsync(session, [_recorder.Create(http, entry, call.TakeId(), status: null)], cancel);
        session.AfterCommit(() => call.IsDone = true);
        session.AfterCommit(_sender.Wake);
    }

    /// <summary>Adds an entry about something that no request did.</summary>
    /// <param name="session">The session of the change.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="entry">What; needs an action and a resource type.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public async Task AddAsync(DatabaseSession session, AuditActor actor, AuditEntry entry, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(entry);
        await AuditOutbox.InsertAsync(session, [_recorder.Create(actor, entry)], cancel);
        session.AfterCommit(_sender.Wake);
    }

    /// <summary>Counts what happens too often for an entry each: one entry at once for the first time in an hour, and one with the
    /// number when the hour is over. Costs a look-up; nothing is allocated after the first time.</summary>
    /// <param name="http">The call.</param>
    /// <param name="key">What is counted together.</param>
    /// <param name="describe">What the entry says; asked for the first time only, so it should be static.</param>
    public void Count(HttpContext http, TallyKey key, Func<HttpContext, AuditEntry> describe) => _tallies.Count(http, key, status: null, describe);
}
