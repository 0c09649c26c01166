using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.SecurityService.Scans.Formats;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.SecurityService.Scans;

/// <summary>The query parameters of <c>POST /vulnerabilities/ingest</c>; none is required.</summary>
internal readonly struct ScanQuery
{
    /// <summary>Default: what the body looks like.</summary>
    [FromQuery(Name = "format")]
    public string? Format { get; init; }

    /// <summary>Instead of what the body says.</summary>
    [FromQuery(Name = "service_name")]
    public string? ServiceName { get; init; }

    /// <summary>Instead of what the body says: tells scans apart that see different parts of a service.</summary>
    [FromQuery(Name = "target")]
    public string? Target { get; init; }

    /// <summary>False: what the scan does not report may still be there.</summary>
    [FromQuery(Name = "complete")]
    public string? Complete { get; init; }
}

/// <summary><c>POST /vulnerabilities/ingest</c></summary>
internal static class ScanIngest
{
    private const int MostRejectedShown = 100;

    public static void MapScanIngest(this IEndpointRouteBuilder routes) => routes.MapPost("/vulnerabilities/ingest", IngestAsync)
        .Named("ingest_scan")
        .WithSummary("Takes a scan: the platform's own format, SARIF 2.1, Trivy JSON or CycloneDX JSON (SBOM, VDR, VEX). What the scanner reported for the same target before and does not now becomes resolved, what it reports again is open again; what people decided and wrote stays. Items that cannot be taken are named in the answer")
        .WithTags("Scans")
        // What scanners call their files, and what upload scripts call them.
        .Accepts<ScanRequest>("application/json", "*/*")
        .Produces<ScanAnswer>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status413PayloadTooLarge);

    private static async Task<Results<Ok<ScanAnswer>, JsonHttpResult<ErrorBody>>> IngestAsync(
        [AsParameters] ScanQuery query, HttpContext http, ScanTurns turns, ScanStore store, IOptions<ScanOptions> options, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var format = reader.Word("format", query.Format, ScanFormat.All);
        var service = reader.Line("service_name", query.ServiceName, 255);
        var target = reader.Line("target", query.Target, 500);
        var complete = reader.Truth("complete", query.Complete, true);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        using var turn = await turns.TakeAsync(cancel);
        if (turn is null)
        {
            http.Response.Headers.RetryAfter = "10";
            return ApiErrors.Create(StatusCodes.Status503ServiceUnavailable, "Too many scans arrive at once. Send this one again in a few seconds.", error: "service_unavailable");
        }

        var body = await ScanBody.ReadAsync(http, options.Value.MaxMebibytes * 1024 * 1024, cancel);
        if (JsonSlice.Check(body) is not { IsObject: true } document)
        {
            return Refuse("Send one JSON object of at most 64 levels.");
        }

        format ??= ScanFormat.Detect(document);
        if (format is null)
        {
            return Refuse("This is no scan that can be read: send the platform's own format, SARIF 2.1, Trivy JSON or CycloneDX JSON.");
        }

        var (content, mistake) = ScanFormat.Read(format, document, options.Value.MaxFindings);
        if (content is null)
        {
            return Refuse(mistake!);
        }

        service ??= content.ServiceName;
        if (!Text.IsName(service, 255))
        {
            return Refuse("service_name: must have 1 to 255 characters and no control characters; for formats that do not have it, give it in the query");
        }

        var rejected = content.Parts.SelectMany(part => part.Rejected).ToList();
        if (rejected.Count > 0 && content.Parts.All(part => part is { Findings.Count: 0, Components: null }))
        {
            return Refuse(string.Join("; ", rejected.Take(20).Select(item => $"{item.Item}: {item.Detail}")));
        }

        var parts = target is null ? content.Parts : [.. content.Parts.Select(part => part.At(target))];
        var scans = await store.SaveAsync(http.GetCaller(), service!, content.Format, parts, complete, cancel);
        return TypedResults.Ok(new ScanAnswer
        {
            Ingested = scans.Sum(scan => scan.Found), ServiceName = service!, Source = scans.Count > 0 ? scans[0].Source : content.Format, Format = content.Format,
            New = scans.Sum(scan => scan.New), Reopened = scans.Sum(scan => scan.Reopened), Resolved = scans.Sum(scan => scan.Resolved),
            RejectedCount = rejected.Count, Rejected = [.. rejected.Take(MostRejectedShown)], Scans = scans,
        });
    }

    private static JsonHttpResult<ErrorBody> Refuse(string detail) => ApiErrors.BadRequest(detail, ErrorCodes.ValidationError);
}
