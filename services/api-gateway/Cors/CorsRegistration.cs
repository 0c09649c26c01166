using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SreCopilot.ApiGateway.Callers;
using SreCopilot.ApiGateway.RateLimits;

namespace SreCopilot.ApiGateway.Cors;

internal static class CorsRegistration
{
    /// <summary>Name of the policy for telemetry that browsers send from customers' sites.</summary>
    public const string BrowserIngest = "browser-ingest";

    private static readonly string[] Exposed =
        [TooManyRequests.LimitHeader, TooManyRequests.RemainingHeader, TooManyRequests.ResetHeader, HeaderNames.RetryAfter];

    public static void AddCorsPolicies(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IConfigureOptions<CorsSettings>, CorsSettingsSetup>();
        builder.Services.AddSingleton<IValidateOptions<CorsSettings>, CorsSettingsSetup>();
        builder.Services.AddOptions<CorsSettings>().ValidateOnStart();
        builder.Services.AddSingleton<TrustedOrigins>();
        builder.Services.AddCors();
        builder.Services.AddOptions<CorsOptions>().Configure<IOptions<CorsSettings>>((cors, settings) =>
        {
            cors.AddDefaultPolicy(policy => policy
                .WithOrigins([.. settings.Value.AllowedOrigins])
                .AllowCredentials()
                .AllowAnyMethod()
                .AllowAnyHeader()
                .WithExposedHeaders(Exposed)
                .SetPreflightMaxAge(TimeSpan.FromHours(1)));

            // Any site, because the key decides (scope ingest:browser) and no cookie is involved. A preflight carries no key,
            // so it cannot be answered by key.
            cors.AddPolicy(BrowserIngest, policy => policy
                .AllowAnyOrigin()
                .WithMethods(HttpMethods.Post)
                .WithHeaders(HeaderNames.ContentType, Credentials.ApiKeyHeader)
                .WithExposedHeaders(Exposed)
                .SetPreflightMaxAge(TimeSpan.FromHours(24)));
        });
    }
}
