using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.AuditService.Chain;

/// <summary>
/// The hash that ties an entry to the one before: SHA-256 of the hash before and the entry's fields in the order of the table, from
/// <c>tenant_id</c> to <c>search_text</c>. Each field is its length in bytes of UTF-8, a colon and the bytes, for example
/// <c>4:user</c>; null is <c>~</c>. Numbers are decimal, ids have hyphens and lower case, moments are microseconds since 1970,
/// truth values <c>true</c> and <c>false</c>. So anybody can compute it again from the table.
/// </summary>
internal static class ChainHash
{
    /// <summary>What stands before the first entry.</summary>
    public static byte[] Genesis(Guid tenantId) => SHA256.HashData(Encoding.UTF8.GetBytes($"srecopilot.audit.1:{tenantId}"));

    public static byte[] Of(byte[] previous, ChainEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        buffer.Write(previous);
        Put(buffer, entry.TenantId.ToString());
        Put(buffer, Text(entry.Sequence));
        Put(buffer, entry.Id.ToString());
        Put(buffer, Text(entry.OccurredAt));
        Put(buffer, Text(entry.RecordedAt));
        Put(buffer, entry.Source);
        Put(buffer, entry.ProjectId?.ToString());
        Put(buffer, entry.ActorType);
        Put(buffer, entry.UserId);
        Put(buffer, entry.UserEmail);
        Put(buffer, entry.UserRole);
        Put(buffer, entry.Action);
        Put(buffer, entry.ResourceType);
        Put(buffer, entry.ResourceId);
        Put(buffer, entry.Changes);
        Put(buffer, entry.IpAddress);
        Put(buffer, entry.UserAgent);
        Put(buffer, entry.RequestId);
        Put(buffer, entry.TraceId);
        Put(buffer, entry.Success ? "true" : "false");
        Put(buffer, entry.ErrorMessage);
        Put(buffer, entry.Metadata);
        Put(buffer, entry.SearchText);
        return SHA256.HashData(buffer.WrittenSpan);
    }

    private static void Put(ArrayBufferWriter<byte> buffer, string? field)
    {
        if (field is null)
        {
            buffer.Write("~"u8);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(field);
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length}:"), buffer);
        Encoding.UTF8.GetBytes(field, buffer);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => Text((time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
}
