using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text.Json;
using SreCopilot.Identity;

namespace SreCopilot.ApiGateway.Callers;

/// <summary>
/// Verifies access tokens and remembers those it verified for half a minute, never beyond their expiry: pages send bursts of
/// requests with one token. Whether a token was revoked is asked each time, elsewhere.
/// </summary>
internal sealed class VerifiedUsers(AccessTokens tokens, TimeProvider time)
{
    // About a kilobyte each. All go when there are too many; they are verified again.
    private const int Capacity = 10_000;
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Token, string? Address), Entry> _entries = [];

    /// <summary>The user behind a token; null when it is not valid.</summary>
    public async ValueTask<Client?> FindAsync(string token, string? address)
    {
        var now = time.GetUtcNow();
        if (_entries.TryGetValue((token, address), out var known) && now < known.Until)
        {
            return known.Client;
        }

        if (await tokens.VerifyAccessAsync(token) is not { } user)
        {
            return null;
        }

        var client = Client.Of(user with { ClientAddress = address });
        if (FindExpiry(token) is { } expiry && expiry > now)
        {
            if (_entries.Count >= Capacity)
            {
                _entries.Clear();
            }

            _entries[(token, address)] = new Entry(client, expiry < now + Memory ? expiry : now + Memory);
        }

        return client;
    }

    // Of a token that was verified: its text can be trusted.
    private static DateTimeOffset? FindExpiry(string token)
    {
        var json = new Utf8JsonReader(Base64Url.DecodeFromChars(token.Split('.')[1]));
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && json.ValueTextEquals("exp"u8))
            {
                return json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var seconds) && seconds is > 0 and < 100_000_000_000
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null;
            }
        }

        return null;
    }

    private sealed record Entry(Client Client, DateTimeOffset Until);
}
