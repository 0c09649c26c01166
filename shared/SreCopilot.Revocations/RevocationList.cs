using System.Collections.Concurrent;
using SreCopilot.Identity;

namespace SreCopilot.Revocations;

/// <summary>
/// What auth-service took back before it expired by itself. A look-up is three reads of hash tables; an entry is
/// dropped when no token it concerns can be alive any more.
/// </summary>
public sealed class RevocationList(TimeProvider time)
{
    // The subject -> until when the entry is kept; and for users and memberships, which tokens are dead.
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _sessions = [];
    private readonly ConcurrentDictionary<Guid, Cut> _users = [];
    private readonly ConcurrentDictionary<(Guid User, Guid Project), Cut> _memberships = [];

    /// <summary>Raised when a key was revoked or changed, so that what is remembered about it is forgotten.</summary>
    public event Action<Guid>? ApiKeyChanged;

    /// <summary>How many entries there are.</summary>
    public int Count => _sessions.Count + _users.Count + _memberships.Count;

    /// <summary>Adds an entry; repeats are harmless.</summary>
    internal void Add(Revocation entry, TimeSpan keepFor)
    {
        var until = time.GetUtcNow() + keepFor;
        switch (entry)
        {
            case { Subject: "session", SessionId: { } session }:
                _sessions[session] = until;
                break;
            case { Subject: "user", UserId: { } user, Before: { } before }:
                _users.AddOrUpdate(user, new Cut(before, until), (_, known) => known.Join(before, until));
                break;
            case { Subject: "membership", UserId: { } user, ProjectId: { } project, Before: { } before }:
                _memberships.AddOrUpdate((user, project), new Cut(before, until), (_, known) => known.Join(before, until));
                break;
            case { Subject: "api_key", ApiKeyId: { } key }:
                ApiKeyChanged?.Invoke(key);
                break;
            default:
                // A kind that a newer auth-service knows: nothing here can be revoked by it.
                break;
        }
    }

    /// <summary>Whether a token of this user is void: because of the session, the user or the membership.</summary>
    /// <param name="user">As the token says.</param>
    /// <returns>True when it must not be accepted any more.</returns>
    public bool IsRevoked(Caller user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return (user.SessionId is { } session && _sessions.ContainsKey(session))
        || (user.UserId is { } id && _users.TryGetValue(id, out var cut) && cut.Kills(user.IssuedAt))
        || (user.UserId is { } member && user.ProjectId is { } project && _memberships.TryGetValue((member, project), out cut) && cut.Kills(user.IssuedAt));
    }

    /// <summary>Forgets entries whose time is over.</summary>
    internal void Trim()
    {
        var now = time.GetUtcNow();
        Drop(_sessions, until => until);
        Drop(_users, cut => cut.Until);
        Drop(_memberships, cut => cut.Until);

        void Drop<TKey, TValue>(ConcurrentDictionary<TKey, TValue> entries, Func<TValue, DateTimeOffset> untilOf)
            where TKey : notnull
        {
            foreach (var entry in entries.Where(entry => untilOf(entry.Value) <= now))
            {
                // Only if it was not renewed meanwhile.
                entries.TryRemove(entry);
            }
        }
    }

    private readonly record struct Cut(DateTimeOffset Before, DateTimeOffset Until)
    {
        // A token without a time of issue cannot show that it came after.
        public bool Kills(DateTimeOffset? issuedAt) => issuedAt is not { } issued || issued < Before;

        public Cut Join(DateTimeOffset before, DateTimeOffset until) => new(before > Before ? before : Before, until > Until ? until : Until);
    }
}
