using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.AuthService.Access;
using SreCopilot.Database;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Revocations;

/// <summary>What was revoked since a cursor.</summary>
/// <param name="Cursor">To be given the next time.</param>
/// <param name="Revocations">New ones; some may have been sent before.</param>
internal sealed record RevocationsResponse(string Cursor, IReadOnlyList<Revocation> Revocations);

/// <summary>One revocation; with the fields that its subject needs.</summary>
/// <param name="Subject">session, user, membership or api_key.</param>
/// <param name="SessionId">The session that ended.</param>
/// <param name="UserId">The user whose tokens are void.</param>
/// <param name="ProjectId">With a membership: only tokens for this project.</param>
/// <param name="ApiKeyId">The API key about which everything cached must be forgotten.</param>
/// <param name="Before">Tokens issued earlier are void.</param>
internal sealed record Revocation(
    string Subject,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? SessionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? UserId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? ProjectId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? ApiKeyId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Before);

/// <summary><c>GET /internal/revocations</c></summary>
internal static class RevocationFeed
{
    public static void MapRevocationFeed(this IEndpointRouteBuilder routes) => routes.MapGet("/internal/revocations", ListAsync)
        .Named("list_revocations")
        .WithSummary("What became void since a cursor, although tokens or caches say otherwise; for api-gateway")
        .WithTags("Internal")
        .Produces<RevocationsResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<RevocationsResponse>, JsonHttpResult<ErrorBody>>> ListAsync(
        string? cursor, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        if (!ulong.TryParse(cursor ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var since))
        {
            return ApiErrors.BadRequest("cursor: give back the cursor of an earlier answer, or none");
        }

        // The asking service guards the tokens of all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        return TypedResults.Ok(await ReadAsync(session, since.ToString(CultureInfo.InvariantCulture), time.GetUtcNow(), cancel));
    }

    // A transaction may commit later than one with a higher number. All numbers below the snapshot's xmin have ended and are
    // visible, so the next question starts there; between xmin and the newest, rows are sent again. One statement is one
    // snapshot. A cursor from beyond the newest is of a database that was restored since: then everything is sent.
    private static async Task<RevocationsResponse> ReadAsync(DatabaseSession session, string since, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await session.ListAsync($"""
            select pg_snapshot_xmin(pg_current_snapshot())::text, r.subject, r.session_id, r.user_id, r.project_id, r.api_key_id, r.before
            from (select 1) as always
            left join revocations r on r.expires_at > {now}
              and (r.transaction >= {since}::xid8 or {since}::xid8 > pg_snapshot_xmax(pg_current_snapshot()))
            order by r.id
            """, row => (
                Cursor: row.GetString(0),
                Revocation: row.IsDBNull(1) ? null : new Revocation(
                    row.GetString(1), row.GetValueOrNull<Guid>(2), row.GetValueOrNull<Guid>(3), row.GetValueOrNull<Guid>(4), row.GetValueOrNull<Guid>(5),
                    row.GetValueOrNull<DateTimeOffset>(6))), cancel);
        return new RevocationsResponse(rows[0].Cursor, [.. rows.Select(row => row.Revocation).OfType<Revocation>()]);
    }
}
