using System.Globalization;
using System.Text;
using SreCopilot.AuditService.Entries;

namespace SreCopilot.AuditService.Export;

/// <summary>CSV by RFC 4180, every cell quoted. A cell that a spreadsheet would take for a formula begins with an apostrophe, so that
/// what an attacker typed is shown and not run.</summary>
internal static class CsvLines
{
    private static readonly (string Name, Func<EntryBody, string?> Value)[] Columns =
    [
        ("sequence", entry => entry.Sequence.ToString(CultureInfo.InvariantCulture)),
        ("id", entry => entry.Id.ToString()),
        ("timestamp", entry => entry.Timestamp.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)),
        ("actor_type", entry => entry.ActorType),
        ("user_id", entry => entry.UserId),
        ("user_email", entry => entry.UserEmail),
        ("user_role", entry => entry.UserRole),
        ("project_id", entry => entry.ProjectId?.ToString()),
        ("action", entry => entry.Action),
        ("resource_type", entry => entry.ResourceType),
        ("resource_id", entry => entry.ResourceId),
        ("success", entry => entry.Success ? "true" : "false"),
        ("error_message", entry => entry.ErrorMessage),
        ("changes", entry => entry.Changes?.GetRawText()),
        ("ip_address", entry => entry.IpAddress),
        ("user_agent", entry => entry.UserAgent),
        ("request_id", entry => entry.RequestId),
        ("trace_id", entry => entry.TraceId),
        ("source", entry => entry.Source),
        ("metadata", entry => entry.Metadata?.GetRawText()),
        ("hash", entry => entry.Hash),
    ];

    public static Task WriteHeaderAsync(Stream body, CancellationToken cancel) => WriteAsync(body, Columns.Select(column => column.Name), cancel);

    public static Task WriteAsync(Stream body, EntryBody entry, CancellationToken cancel) => WriteAsync(body, Columns.Select(column => column.Value(entry)), cancel);

    private static Task WriteAsync(Stream body, IEnumerable<string?> cells, CancellationToken cancel) =>
        body.WriteAsync(Encoding.UTF8.GetBytes(string.Join(',', cells.Select(Quote)) + "\r\n"), cancel).AsTask();

    private static string Quote(string? cell)
    {
        if (string.IsNullOrEmpty(cell))
        {
            return "";
        }

        var safe = cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '|' or '%' ? $"'{cell}" : cell;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
