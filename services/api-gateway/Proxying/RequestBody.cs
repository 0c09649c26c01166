using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Proxying;

/// <summary>Limits and, where the route says so, rewrites a request's body.</summary>
internal static class RequestBody
{
    /// <summary>Refuses a body that is announced as too large, and lets the server stop one that turns out to be.</summary>
    /// <returns>Whether the request was refused.</returns>
    public static async Task<bool> LimitAsync(HttpContext context, long limit)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit;
        }

        if (context.Request.ContentLength is not { } length || length <= limit)
        {
            return false;
        }

        await TooLarge(limit).ExecuteAsync(context);
        return true;
    }

    /// <summary>Puts the caller's scope into the JSON body.</summary>
    /// <returns>False when the body is not usable; the answer is written then.</returns>
    public static async Task<bool> InjectAsync(HttpContext context, Caller caller)
    {
        var request = context.Request;
        using var buffer = new MemoryStream((int)(request.ContentLength ?? 1024));
        // Too large: throws BadHttpRequestException with status 413, which the error handler answers.
        await request.Body.CopyToAsync(buffer, context.RequestAborted);
        if (BackendBody.TryWrite(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), caller) is not { } body)
        {
            await ApiErrors.BadRequest("Send the body as one JSON object.", ErrorCodes.ValidationError).ExecuteAsync(context);
            return false;
        }

        request.Body = new MemoryStream(body, writable: false);
        request.Headers.TransferEncoding = default;
        request.ContentLength = body.Length;
        return true;
    }

    private static JsonHttpResult<ErrorBody> TooLarge(long limit) => ApiErrors.Create(
        StatusCodes.Status413PayloadTooLarge,
        $"The request body is too large: at most {limit / (1024 * 1024)} MiB are accepted here. Send it in smaller parts.");
}
