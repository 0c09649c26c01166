using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using SreCopilot.Audit;
using SreCopilot.AuditService.Access;
using SreCopilot.AuditService.Chain;
using SreCopilot.AuditService.Entries;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuditService.Export;

/// <summary>
/// <c>GET /audit-logs/export</c>: all entries that were asked for, the oldest first, as they come from the database in chunks: the
/// memory does not depend on their number, and no connection is held while a slow client reads.
/// </summary>
internal static class EntryExport
{
    private const int Chunk = 500;

    public static void MapExport(this IEndpointRouteBuilder routes) => routes.MapGet("/audit-logs/export", ExportAsync)
        .Named("export_audit_logs")
        .Audited("audit.export", "audit_log", always: true)
        .WithSummary("All entries that the filters of the list leave, the oldest first, as a file: format ndjson (default) or csv")
        .WithTags("Audit log")
        .Produces<string>(StatusCodes.Status200OK, "application/x-ndjson", "text/csv")
        .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> ExportAsync(
        HttpContext http, ServiceDatabase database, AuditLog audit, IOptions<JsonOptions> json, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request);
        var filter = query.Filter();
        var format = query.Line("format", 10) ?? "ndjson";
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        if (format is not ("ndjson" or "csv"))
        {
            return ApiErrors.Unprocessable(["format: must be ndjson or csv"]);
        }

        var caller = http.GetCaller();
        var tenant = caller.TenantId!.Value;
        // Before the first byte: who begins to take data away is known, whether or not they let it end.
        await using (var session = await database.OpenAsync(caller, cancel))
        {
            var described = filter.Describe();
            described.Add("format", format);
            audit.Add(session, http, new AuditEntry { Metadata = described });
            await session.CommitAsync(cancel);
        }

        var type = (JsonTypeInfo<EntryBody>)json.Value.SerializerOptions.GetTypeInfo(typeof(EntryBody));
        http.Response.ContentType = format == "csv" ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"audit-log.{format}\"";
        http.Response.Headers.CacheControl = "no-store";
        if (format == "csv")
        {
            await CsvLines.WriteHeaderAsync(http.Response.Body, cancel);
        }

        await foreach (var chunk in ReadAsync(database, caller, filter, tenant, cancel))
        {
            foreach (var entry in chunk)
            {
                await (format == "csv" ? CsvLines.WriteAsync(http.Response.Body, entry, cancel) : WriteLineAsync(http.Response.Body, entry, type, cancel));
            }

            await http.Response.Body.FlushAsync(cancel);
        }

        return Results.Empty;
    }

    private static async IAsyncEnumerable<List<EntryBody>> ReadAsync(
        ServiceDatabase database, Caller caller, EntryFilter filter, Guid tenant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var (time, sequence) = (DateTimeOffset.MinValue, 0L);
        while (true)
        {
            List<EntryBody> chunk;
            await using (var session = await database.OpenAsync(caller, cancel))
            {
                chunk = await session.ListAsync($"""
                    select {ChainEntry.Columns} from audit_log a
                    where {filter.Condition(tenant)} and (a.occurred_at, a.sequence) > ({time}, {sequence})
                    order by a.occurred_at, a.sequence limit {Chunk}
                    """, row => EntryBody.Of(ChainEntry.Read(row)), cancel);
            }

            if (chunk.Count > 0)
            {
                yield return chunk;
                (time, sequence) = (chunk[^1].Timestamp, chunk[^1].Sequence);
            }

            if (chunk.Count < Chunk)
            {
                yield break;
            }
        }
    }

    private static async Task WriteLineAsync(Stream body, EntryBody entry, JsonTypeInfo<EntryBody> type, CancellationToken cancel)
    {
        await JsonSerializer.SerializeAsync(body, entry, type, cancel);
        await body.WriteAsync("\n"u8.ToArray(), cancel);
    }
}
