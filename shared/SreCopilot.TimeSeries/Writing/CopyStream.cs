using SreCopilot.Database;

namespace SreCopilot.TimeSeries;

/// <summary>Sends rows that are in COPY's binary format already.</summary>
internal static class CopyStream
{
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] Trailer = [0xFF, 0xFF];

    /// <summary>One COPY into one partition.</summary>
    public static async Task SendAsync(DatabaseSession session, TimePartition partition, IEnumerable<CopyRow> rows, CancellationToken cancel)
    {
        var stream = await session.Connection.BeginRawBinaryCopyAsync("copy " + partition.Name + partition.Table.CopyCommand, cancel);
        try
        {
            await stream.WriteAsync(Header, cancel);
            foreach (var part in rows)
            {
                await stream.WriteAsync(part.Written, cancel);
            }

            await stream.WriteAsync(Trailer, cancel);
        }
        finally
        {
            // Also says to PostgreSQL that this was all. After an error the transaction is rolled back anyhow.
            await stream.DisposeAsync();
        }
    }
}
