using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.LogService.Overview;
using SreCopilot.LogService.Storage;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;
using SreCopilot.TimeSeries;

namespace SreCopilot.LogService.Ingest;

/// <summary>What became of the lines.</summary>
/// <param name="Ingested">How many are stored now.</param>
/// <param name="Total">How many lines the project has.</param>
/// <param name="Rejected">How many were left out, because they are older than what the project keeps.</param>
internal sealed record IngestAnswer(int Ingested, long Total, int Rejected);

/// <summary>A line as clients send it; only for the documentation, bodies are read by <see cref="LineReader"/>.</summary>
/// <param name="ServiceName">Who wrote it; <c>service</c> means the same. At most 255 characters.</param>
/// <param name="Message">What it says; cut after 65,536 characters.</param>
/// <param name="Level">DEBUG, INFO (default), WARN, ERROR, FATAL, or another common word for one of them.</param>
/// <param name="Timestamp">ISO 8601 or a number since 1970; without one it is now.</param>
/// <param name="Attributes">Anything else, as an object.</param>
/// <param name="TraceId">The trace in which it was written.</param>
/// <param name="SpanId">The span in which it was written.</param>
internal sealed record LineBody(
    string ServiceName, string Message, string? Level, string? Timestamp, IReadOnlyDictionary<string, JsonElement>? Attributes, string? TraceId, string? SpanId);

/// <summary>Lines of a project.</summary>
/// <param name="Logs">The lines.</param>
internal sealed record IngestRequest(IReadOnlyList<LineBody> Logs);

/// <summary><c>POST /logs/ingest</c></summary>
internal static class LogIngest
{
    public static void MapLogIngest(this IEndpointRouteBuilder routes) => routes.MapPost("/logs/ingest", IngestAsync)
        .Named("ingest_logs")
        .WithSummary("Stores log lines; all of a request or none. 200 comes when they are durable. With an Idempotency-Key a repeated request stores nothing. gzip is understood")
        .WithTags("Ingest")
        .Accepts<IngestRequest>("application/json")
        .Produces<IngestAnswer>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status413PayloadTooLarge,
            StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<IngestAnswer>, JsonHttpResult<ErrorBody>>> IngestAsync(
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, HttpContext http, IngestAdmission admission, IngestWriter writer, LineWriter lines, ServiceDatabase database,
        IOptions<LogServiceOptions> options, CancellationToken cancel)
    {
        if (idempotencyKey is not null && !Text.IsName(idempotencyKey, RequestKey.MaximumLength))
        {
            return ApiErrors.BadRequest($"header -> Idempotency-Key: must have 1 to {RequestKey.MaximumLength} characters and no control characters", ErrorCodes.ValidationError);
        }

        var caller = http.GetCaller();
        using var body = await IngestBody.ReadAsync(http, caller.ProjectId!.Value, admission, options.Value.MaximumBodyMegabytes * 1024 * 1024);
        if (body.Refusal != BodyRefusal.None)
        {
            return IngestErrors.Refused(http, body.Refusal, options.Value.MaximumBodyMegabytes);
        }

        using var reader = new LineReader();
        reader.Read(body.Content, options.Value.MaximumLines);
        if (reader.Mistakes.Count > 0)
        {
            body.Reservation!.Dispose();
            return ApiErrors.BadRequest(string.Join("; ", reader.Mistakes), ErrorCodes.ValidationError);
        }

        using var batch = writer.NewBatch(LogTables.Signal, caller, body.Reservation!);
        batch.Key = idempotencyKey is null ? null : RequestKey.OfClient(idempotencyKey);
        var tooOld = await lines.AddAsync(batch, reader.Lines, cancel);
        if (IngestErrors.Of(http, await writer.WriteAsync(batch)) is { } error)
        {
            return error;
        }

        var total = batch.Attached.OfType<LogCounts>().Single().Total ?? await CountAsync(database, caller, cancel);
        return TypedResults.Ok(new IngestAnswer(reader.Lines.Count - tooOld, total, tooOld));
    }

    // Of a request that was sent again nothing was counted.
    private static async Task<long> CountAsync(ServiceDatabase database, Caller caller, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(caller, cancel);
        return await LineTotals.CountAllAsync(session, caller.ProjectId!.Value, cancel);
    }
}
