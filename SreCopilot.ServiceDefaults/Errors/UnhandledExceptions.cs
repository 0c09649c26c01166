using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SreCopilot.ServiceDefaults.Errors;

/// <summary>
/// Turns an exception that reached the top into an answer: 503 with Retry-After when a dependency is away, 4xx when the
/// request could not be read, else 500. The exception's own text stays in the log.
/// </summary>
internal sealed partial class UnhandledExceptions(IOptions<DependencyFaults> faults, ILogger<UnhandledExceptions> logger) : IExceptionHandler
{
    private const string RetryAfterSeconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is listening any more; 499 is what proxies log for it.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        await Describe(context, exception).ExecuteAsync(context);
        return true;
    }

    private JsonHttpResult<ErrorBody> Describe(HttpContext context, Exception exception)
    {
        if (exception is BadHttpRequestException badRequest)
        {
            return ApiErrors.Create(badRequest.StatusCode, DetailOf(badRequest), ErrorCodes.ValidationError);
        }

        if (faults.Value.FindDependency(exception) is { } dependency)
        {
            LogDependencyAway(logger, dependency, exception.Message);
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return ApiErrors.Create(
                StatusCodes.Status503ServiceUnavailable,
                $"The {dependency} is unavailable at the moment. Nothing was changed; try again in a few seconds.",
                error: "service_unavailable");
        }

        LogUnhandled(logger, context.Request.Method, context.Request.Path, exception);
        return ApiErrors.Create(StatusCodes.Status500InternalServerError, "Internal server error");
    }

    private static string DetailOf(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => "The request body is too large.",
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json.",
        StatusCodes.Status408RequestTimeout => "The request body arrived too slowly.",
        _ => "The request could not be read: check that the body is valid JSON and the fields have the right types.",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Dependency} is unavailable: {Reason}")]
    private static partial void LogDependencyAway(ILogger logger, string dependency, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unhandled exception in {Method} {Path}")]
    private static partial void LogUnhandled(ILogger logger, string method, PathString path, Exception exception);
}
