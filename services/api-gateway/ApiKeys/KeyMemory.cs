using System.Collections.Concurrent;

namespace SreCopilot.ApiGateway.ApiKeys;

/// <summary>Answers about keys, each for a while, at most so many: beyond that, those that are over go first, then any.</summary>
internal sealed class KeyMemory(int capacity, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = [];
    // ConcurrentDictionary.Count takes all its locks.
    private int _count;

    public VerifiedKey? Find(string hash) => _entries.TryGetValue(hash, out var entry) && entry.Until > time.GetUtcNow() ? entry.Key : null;

    public bool Contains(string hash) => _entries.TryGetValue(hash, out var entry) && entry.Until > time.GetUtcNow();

    public void Remember(string hash, VerifiedKey? key, TimeSpan duration, DateTimeOffset? atMostUntil)
    {
        var until = time.GetUtcNow() + duration;
        var entry = new Entry(key, atMostUntil < until ? atMostUntil.Value : until);
        if (Volatile.Read(ref _count) >= capacity)
        {
            MakeRoom();
        }

        if (_entries.TryAdd(hash, entry))
        {
            Interlocked.Increment(ref _count);
        }
        else
        {
            _entries[hash] = entry;
        }
    }

    /// <summary>Forgets a key by its id.</summary>
    public void Forget(Guid keyId)
    {
        foreach (var (hash, entry) in _entries)
        {
            if (entry.Key?.ApiKeyId == keyId)
            {
                Remove(hash);
            }
        }
    }

    private void MakeRoom()
    {
        var now = time.GetUtcNow();
        foreach (var (hash, entry) in _entries)
        {
            if (entry.Until <= now)
            {
                Remove(hash);
            }
        }

        // All alive: an attack, or a capacity that is too small. A tenth goes, so that this is not repeated for each key.
        foreach (var hash in _entries.Keys.Take(Volatile.Read(ref _count) >= capacity ? Math.Max(1, capacity / 10) : 0))
        {
            Remove(hash);
        }
    }

    private void Remove(string hash)
    {
        if (_entries.TryRemove(hash, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    private sealed record Entry(VerifiedKey? Key, DateTimeOffset Until);
}
