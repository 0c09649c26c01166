using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.AuditService.Access;
using SreCopilot.AuditService.Chain;
using SreCopilot.AuditService.Entries;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuditService.Verification;

/// <summary>What a verification found.</summary>
/// <param name="Valid">Whether everything that was looked at is as it was written.</param>
/// <param name="Complete">False: there is more; ask again with <c>from_sequence</c> = <paramref name="NextSequence"/>.</param>
/// <param name="EntriesChecked">How many entries were looked at.</param>
/// <param name="FromSequence">The first place.</param>
/// <param name="ToSequence">The last place that was asked for.</param>
/// <param name="NextSequence">Where to go on; null when there is nothing left.</param>
/// <param name="Progress">Of what was asked for, 0 to 1.</param>
/// <param name="FirstSequence">Where the kept entries begin.</param>
/// <param name="HeadSequence">Where the chain ends.</param>
/// <param name="RemovedUpTo">What retention removed; null when it removed nothing.</param>
/// <param name="FirstBad">The first entry that is wrong.</param>
/// <param name="DurationMs">How long it took.</param>
internal sealed record VerificationBody(
    bool Valid, bool Complete, long EntriesChecked, long FromSequence, long ToSequence, long? NextSequence, double Progress, long FirstSequence, long HeadSequence,
    long? RemovedUpTo, BadEntry? FirstBad, long DurationMs);

/// <summary><c>GET /audit/verify</c></summary>
internal static class VerificationEndpoint
{
    private const long Most = 1_000_000;

    public static void MapVerification(this IEndpointRouteBuilder routes) => routes.MapGet("/audit/verify", VerifyAsync)
        .Named("verify_audit_logs")
        .Audited("audit.verify", "audit_log", always: true)
        .WithSummary("Says whether the organisation's audit log is complete and unchanged; a part of it with from_sequence and to_sequence; at most limit entries at once (default 100000)")
        .WithTags("Audit log")
        .Produces<VerificationBody>()
        .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<VerificationBody>, JsonHttpResult<ErrorBody>>> VerifyAsync(
        HttpContext http, ServiceDatabase database, ChainVerifier verifier, AuditLog audit, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request);
        var from = query.Long("from_sequence", null, 1, long.MaxValue);
        var to = query.Long("to_sequence", null, 1, long.MaxValue);
        var most = query.Long("limit", 100_000, 1, Most)!.Value;
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        if (from > to)
        {
            return ApiErrors.Unprocessable(["to_sequence: must not be before from_sequence"]);
        }

        var started = time.GetTimestamp();
        var caller = http.GetCaller();
        var verdict = await verifier.VerifyAsync(caller.TenantId!.Value, from, to, most, cancel);
        var asked = Math.Max(0, verdict.To - verdict.From + 1);
        var body = new VerificationBody(
            verdict.Bad is null, verdict.Next is null, verdict.Checked, verdict.From, verdict.To, verdict.Next,
            verdict.Next is null || asked == 0 ? 1 : Math.Round((double)verdict.Checked / asked, 4),
            verdict.First, verdict.Head, verdict.Checkpoint, verdict.Bad, (long)time.GetElapsedTime(started).TotalMilliseconds);
        await RecordAsync(http, caller, body, database, audit, cancel);
        return TypedResults.Ok(body);
    }

    private static async Task RecordAsync(HttpContext http, Caller caller, VerificationBody body, ServiceDatabase database, AuditLog audit, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(caller, cancel);
        var found = new AuditFields
        {
            { "valid", body.Valid }, { "complete", body.Complete }, { "entries_checked", body.EntriesChecked }, { "from_sequence", body.FromSequence },
            { "to_sequence", body.ToSequence }, { "first_bad_sequence", body.FirstBad?.Sequence }, { "first_bad_reason", body.FirstBad?.Reason },
        };
        audit.Add(session, http, new AuditEntry { Metadata = found });
        await session.CommitAsync(cancel);
    }
}
