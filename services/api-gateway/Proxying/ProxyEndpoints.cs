using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using SreCopilot.ApiGateway.ApiKeys;
using SreCopilot.ApiGateway.Cors;
using SreCopilot.ApiGateway.RateLimits;
using SreCopilot.Audit;
using SreCopilot.Identity;
using SreCopilot.ReverseProxy;

namespace SreCopilot.ApiGateway.Proxying;

internal static class ProxyEndpoints
{
    /// <summary>Maps one endpoint per line of the route table.</summary>
    public static void MapProxyRoutes(this WebApplication app, IEnumerable<ProxyRoute> routes)
    {
        foreach (var route in routes)
        {
            var endpoint = app.MapMethods(route.PublicPath, [route.Method], context => HandleAsync(context, route))
                .WithMetadata(route, route.Access, new BudgetOf(route.Budget));
            if (route.Access.Scope == ApiKeyScopes.Browser)
            {
                endpoint.RequireCors(CorsRegistration.BrowserIngest);
            }
        }
    }

    private static async Task HandleAsync(HttpContext context, ProxyRoute route)
    {
        if (route.FindPath(context.Request.RouteValues) is not { } path)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (await RequestBody.LimitAsync(context, route.MaxBody))
        {
            return;
        }

        var caller = context.Features.GetRequiredFeature<Caller>();
        if (route.Injects == Injects.Body && !await RequestBody.InjectAsync(context, caller))
        {
            return;
        }

        var query = route.Injects == Injects.Nothing
            ? context.Request.QueryString.ToUriComponent()
            : BackendQuery.WithProject(context.Request.QueryString.Value, caller.ProjectId ?? Guid.Empty);
        context.Features.Set(new ProxyCall(route, path + query, caller));
        // The service behind writes the entry of what reaches it.
        context.SkipAudit();
        if (caller.Kind == CallerKind.ApiKey)
        {
            KeyUse.Count(context, caller);
        }

        var options = context.RequestServices.GetRequiredService<IOptions<GatewayOptions>>().Value;
        await context.RequestServices.GetRequiredService<Forwarding>().ForwardAsync(
            context,
            route.Backend.Name,
            options.Addresses[route.Backend],
            options.ServiceTimeout,
            context.RequestServices.GetRequiredService<BackendTransformer>());
    }
}
