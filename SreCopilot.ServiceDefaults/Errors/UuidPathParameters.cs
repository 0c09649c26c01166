using Microsoft.AspNetCore.Builder;

namespace SreCopilot.ServiceDefaults.Errors;

/// <summary>A clear answer to ids in paths that are none.</summary>
public static class UuidPathParameters
{
    /// <summary>Answers 400 <c>INVALID_UUID</c>, naming the parameter, when a path parameter called <c>..._id</c> is not a UUID. For
    /// services in which all of them are; call it after <c>MapDefaultEndpoints</c>.</summary>
    /// <param name="app">The service.</param>
    /// <returns>The same service.</returns>
    public static WebApplication UseUuidPathParameters(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            foreach (var (name, value) in context.Request.RouteValues)
            {
                if (name.EndsWith("_id", StringComparison.Ordinal) && !Guid.TryParse(value as string, out _))
                {
                    return ApiErrors.BadRequest($"{name}: must be a UUID", ErrorCodes.InvalidUuid).ExecuteAsync(context);
                }
            }

            return next(context);
        });
        return app;
    }
}
