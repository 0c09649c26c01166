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
        foreach (var route in routes)
        {
            app.MapMethods(route.PublicPath, [route.Method], context => HandleAsync(context, route));
        }
    }

    private static async Task HandleAsync(HttpContext context, ProxyRoute route)
    {
        var services = context.RequestServices;
        var caller = await services.GetRequiredService<CallerVerification>().IdentifyAsync(context);
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
        var options = services.GetRequiredService<IOptions<GatewayOptions>>().Value;
        await services.GetRequiredService<Forwarding>().ForwardAsync(
            context,
            route.Backend.Name,
            options.Addresses[route.Backend],
            options.ServiceTimeout,
            services.GetRequiredService<BackendTransformer>());
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
