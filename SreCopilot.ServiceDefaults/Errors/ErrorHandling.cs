using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SreCopilot.ServiceDefaults.Errors;

/// <summary>Gives every error an <see cref="ErrorBody"/>: exceptions, unknown routes, wrong methods, missing credentials.</summary>
internal static class ErrorHandling
{
    public static void AddErrorBodies(this IServiceCollection services)
    {
        services.AddOptions<DependencyFaults>();
        services.AddExceptionHandler<UnhandledExceptions>();
    }

    public static void UseErrorBodies(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = _ => Task.CompletedTask,
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePages(context => WriteAsync(context.HttpContext));
    }

    // Runs only for answers of 400 and above without a body.
    private static Task WriteAsync(HttpContext context) =>
        ApiErrors.Create(context.Response.StatusCode, DetailOf(context.Response.StatusCode)).ExecuteAsync(context);

    private static string DetailOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request could not be read: check that the body is valid JSON and the fields have the right types.",
        StatusCodes.Status401Unauthorized => "Not authenticated",
        StatusCodes.Status403Forbidden => "You do not have permission to do this.",
        StatusCodes.Status404NotFound => "Not Found",
        StatusCodes.Status405MethodNotAllowed => "Method Not Allowed",
        StatusCodes.Status413PayloadTooLarge => "The request body is too large.",
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json.",
        _ => "The request failed.",
    };
}
