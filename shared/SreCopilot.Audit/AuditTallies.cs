using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.Audit;

/// <summary>What is counted together within an hour.</summary>
/// <param name="Action">What happens.</param>
/// <param name="Subject">Who does it; empty for nobody known.</param>
/// <param name="Address">From where.</param>
/// <param name="Detail">How, for example the route and the status.</param>
public readonly record struct TallyKey(string Action, Guid Subject, string Address, string Detail = "");

/// <summary>What this replica counted and has not written down yet.</summary>
internal sealed class AuditTallies(AuditRecorder recorder, TimeProvider time)
{
    // Somebody with many addresses must not fill the memory; what comes beyond is counted as coming from everywhere.
    private const int MostKeys = 10_000;

    private readonly ConcurrentDictionary<(TallyKey Key, long Hour), Tally> _tallies = new();
    private int _count;

    /// <summary>Raised when something was counted for the first time in its hour.</summary>
    public event Action? Began;

    public void Count(HttpContext http, TallyKey key, int? status, Func<HttpContext, AuditEntry> describe)
    {
        var hour = time.GetUtcNow().Ticks / TimeSpan.TicksPerHour;
        if (_tallies.TryGetValue((key, hour), out var tally))
        {
            tally.Increment();
            return;
        }

        if (Volatile.Read(ref _count) >= MostKeys)
        {
            key = key with { Subject = Guid.Empty, Address = "everywhere" };
        }

        tally = new Tally(hour, recorder.Create(http, describe(http), IdOf(key, hour), status));
        if (_tallies.TryAdd((key, hour), tally))
        {
            Interlocked.Increment(ref _count);
            tally.Increment();
            Began?.Invoke();
        }
        else if (_tallies.TryGetValue((key, hour), out var other))
        {
            other.Increment();
        }
    }

    /// <summary>Takes what was counted since the last time; forgets hours that are long over.</summary>
    public List<(Tally Tally, long Count)> Take()
    {
        var taken = new List<(Tally, long)>();
        var past = (time.GetUtcNow().Ticks / TimeSpan.TicksPerHour) - 1;
        foreach (var (key, tally) in _tallies)
        {
            if (tally.Take() is > 0 and var count)
            {
                taken.Add((tally, count));
            }
            else if (tally.Hour < past && _tallies.TryRemove(key, out _))
            {
                Interlocked.Decrement(ref _count);
            }
        }

        return taken;
    }

    // The same in every replica, so that the first use in an hour is one entry whichever replica saw it.
    private static Guid IdOf(TallyKey key, long hour)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{key.Action}\n{key.Subject}\n{key.Address}\n{key.Detail}\n{hour}");
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return new Guid(BinaryPrimitives.ReadInt32BigEndian(hash), BinaryPrimitives.ReadInt16BigEndian(hash[4..]), BinaryPrimitives.ReadInt16BigEndian(hash[6..]), hash[8..16].ToArray());
    }
}

/// <summary>One count.</summary>
internal sealed class Tally(long hour, AuditRecord first)
{
    private long _count;

    public Guid Id => first.Id;

    public long Hour => hour;

    public DateTimeOffset EndsAt => new((hour + 1) * TimeSpan.TicksPerHour, TimeSpan.Zero);

    public AuditRecord First => first;

    public void Increment() => Interlocked.Increment(ref _count);

    public long Take() => Interlocked.Exchange(ref _count, 0);

    /// <summary>Counts again what could not be written down.</summary>
    public void PutBack(long count) => Interlocked.Add(ref _count, count);
}
