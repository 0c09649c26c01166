using Microsoft.Net.Http.Headers;
using SreCopilot.ApiGateway.Cors;
using SreCopilot.ApiGateway.RateLimits;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway.Callers;

/// <summary>
/// What every request passes before its endpoint, proxied or not: who is it, is it within its limits, did another site
/// forge it, may it use this route. Costs one signature check and one round trip to Redis.
/// </summary>
internal sealed class Admission(RequestDelegate next, CallerVerification verification, RateLimiter limiter, TrustedOrigins origins)
{
    private const string RetryAfterSeconds = "5";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.Value is "/health" or "/alive" or "/metrics")
        {
            // Probes: not clients.
            await next(context);
            return;
        }

        var metadata = context.GetEndpoint()?.Metadata;
        var access = metadata?.GetMetadata<Access>();
        var client = await verification.IdentifyAsync(context, access);
        // Set again when a key turns out to be valid; here for whatever is refused before that.
        context.Features.Set(client.Caller);

        // A key that is not known yet is counted by its address, so that guessing keys is limited too.
        var budget = client.Caller.Kind == CallerKind.ApiKey ? Budget.Ingest : metadata?.GetMetadata<BudgetOf>()?.Budget ?? Budget.General;
        if (await CountAsync(context, client, budget) is { } count)
        {
            TooManyRequests.Announce(context.Response, count);
            if (!count.IsAllowed)
            {
                await TooManyRequests.RefuseAsync(context, count);
                return;
            }
        }

        if (access is not null && await FindRefusalAsync(context, access, client) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private async ValueTask<Count?> CountAsync(HttpContext context, Client client, Budget budget)
    {
        if (budget != Budget.Webhook)
        {
            return await limiter.CountAsync(client.Key, budget);
        }

        var sender = await limiter.CountAsync(client.Key, Budget.WebhookSender);
        // What is no id cannot be an integration: it counts against the address alone.
        return sender is { IsAllowed: true } && Guid.TryParse(context.Request.RouteValues["integration_id"] as string, out var integration)
            ? await limiter.CountAsync($"integration:{integration:N}", Budget.Webhook)
            : sender;
    }

    private async Task<IResult?> FindRefusalAsync(HttpContext context, Access access, Client client)
    {
        // A webhook's cookies are not looked at, so there is nothing that another site could use.
        if (access.Credential != Credential.Webhook && CrossSiteRequests.IsForged(context.Request, origins))
        {
            return ApiErrors.Forbidden(CrossSiteRequests.Detail);
        }

        if (context.Request.QueryString.Value is { } query && query.Contains("%00", StringComparison.Ordinal))
        {
            return ApiErrors.BadRequest("The query contains a NUL character (%00). Remove it.", ErrorCodes.ValidationError);
        }

        // JSON is UTF-8; a reader that is told otherwise gives up with an exception. Webhooks are bytes.
        if (access.Credential != Credential.Webhook
            && MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.Charset is { Length: > 0 } charset && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return ApiErrors.Create(StatusCodes.Status415UnsupportedMediaType, "Send the body in UTF-8.", ErrorCodes.ValidationError);
        }

        if (access.Credential == Credential.ApiKey && client.Caller.Kind != CallerKind.ApiKey)
        {
            if (await verification.VerifyKeyAsync(context) is not { } verified)
            {
                context.Response.Headers.RetryAfter = RetryAfterSeconds;
                return ApiErrors.Create(
                    StatusCodes.Status503ServiceUnavailable,
                    "The API key cannot be verified at the moment. Nothing was stored; send the same data again in a few seconds.",
                    error: "service_unavailable");
            }

            client = verified;
        }

        context.Features.Set(client.Caller);
        return AccessRules.FindRefusal(access, client.Caller, context.Request);
    }
}
