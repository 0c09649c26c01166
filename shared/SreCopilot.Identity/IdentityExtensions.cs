using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SreCopilot.Identity;

/// <summary>How a backend learns and demands who is calling.</summary>
public static class IdentityExtensions
{
    private const string UserPolicy = "signed-in user";
    private const string ServicePolicy = "service of the platform";

    /// <summary>Requires a valid internal token on every endpoint that does not explicitly allow anonymous access.</summary>
    public static WebApplicationBuilder AddCallerIdentity(this WebApplicationBuilder builder)
    {
        builder.AddInternalTokens();
        // Not AddAuthentication: it adds DataProtection for cookie schemes, which looks for a folder to keep its keys in.
        builder.Services.AddAuthenticationCore(options => options.DefaultScheme = InternalTokenAuthentication.SchemeName);
        builder.Services.AddWebEncoders();
        new AuthenticationBuilder(builder.Services).AddScheme<AuthenticationSchemeOptions, InternalTokenAuthentication>(InternalTokenAuthentication.SchemeName, null);
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(UserPolicy, policy => policy.RequireClaim(nameof(CallerKind), nameof(CallerKind.User)))
            .AddPolicy(ServicePolicy, policy => policy.RequireClaim(nameof(CallerKind), nameof(CallerKind.Service)));
        return builder;
    }

    /// <summary>Adds <see cref="InternalTokens"/> alone, for a service that issues them.</summary>
    public static WebApplicationBuilder AddInternalTokens(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<InternalTokens>();
        builder.Services.AddOptions<InternalTokenOptions>().ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<InternalTokenOptions>, InternalTokenOptionsSetup>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<InternalTokenOptions>, InternalTokenOptionsSetup>());
        return builder;
    }

    /// <summary>Lets only a signed-in user call the endpoint; others get 403.</summary>
    public static TBuilder RequireUser<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(UserPolicy);

    /// <summary>Lets only other services of the platform call the endpoint, on their own behalf; others get 403.</summary>
    public static TBuilder RequireService<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(ServicePolicy);

    /// <summary>The caller of this request.</summary>
    /// <exception cref="InvalidOperationException">The endpoint allows anonymous access, so there is none.</exception>
    public static Caller GetCaller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This endpoint has no caller: it allows anonymous access.");
}
