namespace SreCopilot.LogService.Storage;

/// <summary>
/// Numbers that grow in the order of arrival: microseconds since 2020 and 12 bits that differ between replicas. Together with
/// the line's time they tell lines apart; two replicas would have to give the same number to lines of the same microsecond.
/// </summary>
internal sealed class LineIds(TimeProvider time)
{
    private const int ReplicaBits = 12;
    private static readonly long Epoch = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;

    private readonly long _replica = Random.Shared.NextInt64(1 << ReplicaBits);
    private long _last;

    public long Next()
    {
        var now = (time.GetUtcNow().UtcTicks - Epoch) / TimeSpan.TicksPerMicrosecond;
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var next = Math.Max(last + 1, now);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return (next << ReplicaBits) | _replica;
            }
        }
    }
}
