using SreCopilot.Identity;
using SreCopilot.LogService.Storage;
using SreCopilot.Otlp;
using SreCopilot.TimeSeries;

namespace SreCopilot.LogService.Ingest;

/// <summary><c>POST /otlp/v1/logs</c>: what OpenTelemetry SDKs and Collectors send.</summary>
internal static class OtlpIngest
{
    private const string TooOld = "log records older than the project's retention are not stored";

    public static void MapOtlpIngest(this IEndpointRouteBuilder routes) => routes
        .MapPost("/otlp/v1/logs", (HttpContext http, LineWriter lines) => OtlpEndpoint.HandleAsync(
            http, LogTables.Signal, ApiKeyScopes.Logs, "rejectedLogRecords", (content, batch, rejections, cancel) => ReadAsync(content, batch, rejections, lines, cancel)))
        .Named("ingest_otlp_logs")
        .WithSummary("Log records of OTLP/HTTP, protobuf or JSON, gzip or not; answers as the OTLP specification has them")
        .WithTags("Ingest")
        .Produces(StatusCodes.Status200OK)
        .Produces(StatusCodes.Status400BadRequest)
        .Produces(StatusCodes.Status401Unauthorized)
        .Produces(StatusCodes.Status403Forbidden)
        .Produces(StatusCodes.Status413PayloadTooLarge)
        .Produces(StatusCodes.Status415UnsupportedMediaType)
        .Produces(StatusCodes.Status429TooManyRequests)
        .Produces(StatusCodes.Status503ServiceUnavailable);

    private static async ValueTask ReadAsync(OtlpContent content, IngestBatch batch, OtlpRejections rejections, LineWriter writer, CancellationToken cancel)
    {
        using var json = new JsonText();
        var lines = content.ReadLogs().Select(record => OtlpLine.Read(record, json)).ToList();
        for (var tooOld = await writer.AddAsync(batch, lines, cancel); tooOld > 0; tooOld--)
        {
            rejections.Add(TooOld);
        }
    }
}
