using Microsoft.AspNetCore.Http;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.TimeSeries;

/// <summary>What a client of <c>POST /.../ingest</c> is told when its data is not stored.</summary>
public static class IngestAnswers
{
    /// <summary>Only a project's API key with the scope may send, and services of the platform on a project's behalf.</summary>
    /// <param name="caller">Who sends.</param>
    /// <param name="scope">The scope.</param>
    /// <returns>The answer; null when they may.</returns>
    public static IResult? FindRefusal(Caller caller, string scope)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var may = caller.ProjectId is not null && (caller.Kind == CallerKind.Service || (caller.Kind == CallerKind.ApiKey && caller.Scopes.Contains(scope)));
        return may ? null : ApiErrors.Forbidden($"This needs an API key with the scope {scope}.");
    }

    /// <summary>The answer to a body that was not read.</summary>
    /// <param name="http">The request.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="limit">Most bytes.</param>
    /// <returns>The answer.</returns>
    public static IResult Refused(HttpContext http, BodyRefusal refusal, int limit)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (refusal == BodyRefusal.Busy)
        {
            http.Response.Headers.RetryAfter = "1";
        }

        return refusal switch
        {
            BodyRefusal.Busy => ApiErrors.Create(StatusCodes.Status429TooManyRequests, "This project sends faster than can be stored. Nothing of this request was stored; send it again."),
            BodyRefusal.TooLarge => ApiErrors.Create(StatusCodes.Status413PayloadTooLarge, $"The request body is too large: at most {limit / (1024 * 1024)} MiB are accepted, unpacked. Send it in smaller parts."),
            BodyRefusal.UnknownEncoding => ApiErrors.Create(StatusCodes.Status415UnsupportedMediaType, "The Content-Encoding is not known here: send the body plain or as gzip."),
            _ => ApiErrors.BadRequest("The body is not packed as its Content-Encoding says.", ErrorCodes.ValidationError),
        };
    }

    /// <summary>The answer to what became of a batch.</summary>
    /// <param name="http">The request.</param>
    /// <param name="outcome">What became of it.</param>
    /// <returns>The answer; null when all is stored.</returns>
    public static IResult? FindRefusal(HttpContext http, IngestOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(http);
        switch (outcome)
        {
            case IngestOutcome.Stored or IngestOutcome.Repeated:
                return null;
            case IngestOutcome.Refused:
                return ApiErrors.BadRequest("The request has content that cannot be stored.", ErrorCodes.ValidationError);
            default:
                http.Response.Headers.RetryAfter = "5";
                return ApiErrors.Create(
                    StatusCodes.Status503ServiceUnavailable, "The database is unavailable at the moment. Send the same request again in a few seconds.", error: "service_unavailable");
        }
    }
}
