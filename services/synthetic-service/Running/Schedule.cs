using System.Buffers.Binary;

namespace SreCopilot.SyntheticService.Running;

/// <summary>
/// When monitors are due. Each has its own place in the period, by its id: a thousand monitors that were created together, or that
/// all waited for an outage to end, are not checked in the same second.
/// </summary>
internal static class Schedule
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>The first check of a new or changed monitor: soon.</summary>
    public static DateTimeOffset First(Guid id, DateTimeOffset now) => now + (Soon * PlaceOf(id));

    /// <summary>The next check after a moment. What was missed in between is not made up for.</summary>
    public static DateTimeOffset Next(Guid id, int frequencySeconds, DateTimeOffset after)
    {
        var period = frequencySeconds * 1000L;
        var place = (long)(period * PlaceOf(id));
        var rounds = Math.DivRem(after.ToUnixTimeMilliseconds() - place, period).Quotient + 1;
        return DateTimeOffset.FromUnixTimeMilliseconds((rounds * period) + place);
    }

    // From 0 to 1. The first bytes of a random UUID are random.
    private static double PlaceOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes) / (uint.MaxValue + 1.0);
    }
}
