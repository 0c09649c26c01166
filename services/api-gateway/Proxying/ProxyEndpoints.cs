using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SreCopilot.ApiGateway.Callers;
using SreCopilot.Identity;
using SreCopilot.ReverseProxy;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Proxying;

internal static class ProxyEndpoints
{
    /// <summary>Maps one endpoint per line of the route table.</summary>
    public static void MapProxyRoutes(this WebApplication app, IEnumerable<ProxyRoute> routes)
    {
        var options = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value;
        var callers = app.Services.GetRequiredService<CallerVerification>();
        var forwarding = app.Services.GetRequiredService<Forwarding>();
        var transformer = app.Services.GetRequiredService<BackendTransformer>();

        foreach (var route in routes)
        {
            app.MapMethods(route.PublicPath, [route.Method], async context =>
            {
                var caller = await callers.IdentifyAsync(context);
                if (FindRefusal(context, route, caller) is { } refusal)
                {
                    await refusal.ExecuteAsync(context);
                    return;
                }

                if (route.FindPath(context.Request.RouteValues) is not { } path)
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return;
                }

                context.Features.Set(new ProxyCall(route, path, caller));
                await forwarding.ForwardAsync(context, route.Backend.Name, options.Addresses[route.Backend], options.ServiceTimeout, transformer);
            });
        }
    }

    private static JsonHttpResult<ErrorBody>? FindRefusal(HttpContext context, ProxyRoute route, Caller caller) => route.Access switch
    {
        _ when CrossSiteRequests.IsForged(context.Request) => ApiErrors.Forbidden(CrossSiteRequests.Detail),
        Access.User when caller.Kind != CallerKind.User => NotSignedIn(context),
        Access.RefreshCookie when !context.Request.Cookies.ContainsKey(BackendTransformer.RefreshCookie) => NotSignedIn(context),
        _ => null,
    };

    private static JsonHttpResult<ErrorBody> NotSignedIn(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ApiErrors.Unauthorized("You are not signed in, or your session has expired. Sign in and try again.");
    }
}
