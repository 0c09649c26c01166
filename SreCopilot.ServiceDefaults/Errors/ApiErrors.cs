using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SreCopilot.ServiceDefaults.Errors;

/// <summary>Error answers that handlers return.</summary>
public static class ApiErrors
{
    /// <summary>400: the request as a whole makes no sense.</summary>
    public static JsonHttpResult<ErrorBody> BadRequest(string detail, string? errorCode = null) => Create(StatusCodes.Status400BadRequest, detail, errorCode);

    /// <summary>401: no valid credentials.</summary>
    public static JsonHttpResult<ErrorBody> Unauthorized(string detail) => Create(StatusCodes.Status401Unauthorized, detail);

    /// <summary>403: valid credentials that do not allow this.</summary>
    public static JsonHttpResult<ErrorBody> Forbidden(string detail) => Create(StatusCodes.Status403Forbidden, detail);

    /// <summary>404: no such thing, or not for this caller.</summary>
    public static JsonHttpResult<ErrorBody> NotFound(string detail) => Create(StatusCodes.Status404NotFound, detail);

    /// <summary>409: the change conflicts with the present state.</summary>
    public static JsonHttpResult<ErrorBody> Conflict(string detail) => Create(StatusCodes.Status409Conflict, detail);

    /// <summary>422: the body is readable but breaks rules; all of them are named, separated by <c>; </c>.</summary>
    public static JsonHttpResult<ErrorBody> Unprocessable(IEnumerable<string> failures) =>
        Create(StatusCodes.Status422UnprocessableEntity, string.Join("; ", failures), ErrorCodes.ValidationError);

    /// <summary>Any other status.</summary>
    public static JsonHttpResult<ErrorBody> Create(int status, string detail, string? errorCode = null, string? error = null) =>
        TypedResults.Json(new ErrorBody(detail, errorCode, error), ErrorJsonContext.Default.ErrorBody, statusCode: status);
}
