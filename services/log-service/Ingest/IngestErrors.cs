using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.TimeSeries;

namespace SreCopilot.LogService.Ingest;

/// <summary>Why lines were not stored.</summary>
internal static class IngestErrors
{
    private const string RetryAfterSeconds = "5";

    public static JsonHttpResult<ErrorBody> Refused(HttpContext http, BodyRefusal refusal, int megabytes)
    {
        switch (refusal)
        {
            case BodyRefusal.Busy:
                http.Response.Headers.RetryAfter = "1";
                return ApiErrors.Create(StatusCodes.Status429TooManyRequests, "The project sends more log lines than can be stored at the moment. Send them again in a second.");
            case BodyRefusal.TooLarge:
                return ApiErrors.Create(StatusCodes.Status413PayloadTooLarge, $"The request body is too large: at most {megabytes} MiB, unpacked. Send it in smaller parts.");
            case BodyRefusal.UnknownEncoding:
                return ApiErrors.Create(StatusCodes.Status415UnsupportedMediaType, "Content-Encoding must be gzip or absent.");
            default:
                return ApiErrors.BadRequest("The body says that it is gzip, but it cannot be unpacked.", ErrorCodes.ValidationError);
        }
    }

    /// <summary>The answer when the lines are not durable; null when they are.</summary>
    public static JsonHttpResult<ErrorBody>? Of(HttpContext http, IngestOutcome outcome)
    {
        switch (outcome)
        {
            case IngestOutcome.Stored or IngestOutcome.Repeated:
                return null;
            case IngestOutcome.Unavailable:
                http.Response.Headers.RetryAfter = RetryAfterSeconds;
                return ApiErrors.Create(
                    StatusCodes.Status503ServiceUnavailable, "The database is unavailable at the moment. Send the lines again in a few seconds.", error: "service_unavailable");
            default:
                return ApiErrors.BadRequest("The database refuses these lines.", ErrorCodes.ValidationError);
        }
    }
}
