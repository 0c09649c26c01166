using SreCopilot.ApiGateway.ApiKeys;
using SreCopilot.Revocations;
using SreCopilot.ReverseProxy;

namespace SreCopilot.ApiGateway.Callers;

/// <summary>Finds out who is calling, once per request and without asking another service: users by their token's
/// signature and the revocation list, API keys by what auth-service said about them a moment ago.</summary>
internal sealed class CallerVerification(VerifiedUsers users, RevocationList revocations, ApiKeyVerification keys)
{
    /// <summary>The client as far as this replica knows by itself; an API key that it does not know yet is anonymous.</summary>
    public async ValueTask<Client> IdentifyAsync(HttpContext context, Access? access)
    {
        var address = context.Connection.ClientAddress();
        if (access?.Credential == Credential.Webhook)
        {
            // Whatever it carries is for the service, which verifies it. A cookie means nothing here.
            return Client.Anonymous(address);
        }

        if (access?.Credential == Credential.ApiKey)
        {
            return Credentials.FindApiKey(context.Request) is { } key && keys.FindKnown(key)?.Key is { } known
                ? Client.Of(known, address)
                : Client.Anonymous(address);
        }

        return Credentials.FindAccessToken(context.Request) is { } token
            && await users.FindAsync(token, address) is { } user
            && !revocations.IsRevoked(user.Caller)
                ? user
                : Client.Anonymous(address);
    }

    /// <summary>Asks auth-service about the request's API key.</summary>
    /// <returns>The key's client, an anonymous one when the key is not valid, or null when auth-service cannot be asked.</returns>
    public async Task<Client?> VerifyKeyAsync(HttpContext context)
    {
        var address = context.Connection.ClientAddress();
        if (Credentials.FindApiKey(context.Request) is not { } key)
        {
            return Client.Anonymous(address);
        }

        var verdict = await keys.VerifyAsync(key, context.RequestAborted);
        return verdict.IsUnknown ? null
            : verdict.Key is { } valid ? Client.Of(valid, address)
            : Client.Anonymous(address);
    }
}
