using System.Buffers.Binary;

namespace SreCopilot.AlertingService.Evaluation;

/// <summary>
/// When conditions are due. The conditions of a project share six places in the period, by their ids, so many are asked about in one
/// request; where these places are depends on the project, so projects do not come all at once.
/// </summary>
internal static class Schedule
{
    private const int Places = 6;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>The first evaluation of a new or changed condition: soon.</summary>
    public static DateTimeOffset First(Guid id, DateTimeOffset now) => now + (Soon * (NumberOf(id) / (uint.MaxValue + 1.0)));

    /// <summary>The next one after a moment. What was missed in between is not made up for.</summary>
    public static DateTimeOffset Next(Guid projectId, Guid id, int intervalSeconds, DateTimeOffset after)
    {
        var period = intervalSeconds * 1000L;
        var place = ((NumberOf(projectId) % period) + (NumberOf(id) % Places * period / Places)) % period;
        var rounds = Math.DivRem(after.ToUnixTimeMilliseconds() - place, period).Quotient + 1;
        return DateTimeOffset.FromUnixTimeMilliseconds((rounds * period) + place);
    }

    // The first bytes of a random UUID are random.
    private static uint NumberOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
