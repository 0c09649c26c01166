using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Throttling;

/// <summary>
/// Limits attempts across all replicas: one row per limit and client in PostgreSQL, which login needs anyway, so there is
/// no second store whose outage could open the door. A row holds the moment until which the client's attempts so far keep it
/// busy (the leaky bucket as GCRA: one moment instead of a counter and a window); e-mail addresses and IP addresses are stored hashed.
/// </summary>
internal sealed class Throttle(IOptions<ThrottleOptions> options, TimeProvider time)
{
    private readonly ThrottleOptions _limits = options.Value;

    /// <summary>Counts a login attempt.</summary>
    /// <returns>How long to wait when there have been too many; else null.</returns>
    public async Task<TimeSpan?> CountLoginAsync(DatabaseSession session, string email, string? clientAddress, CancellationToken cancel)
    {
        var (pair, account, address) = LoginKeys(email, clientAddress);
        // The address first: who is over its limit must not be able to use up the account's.
        return await CountAsync(session, address, _limits.LoginPerAddress, cancel)
            ?? await CountAsync(session, pair, _limits.LoginPerAccountAndAddress, cancel)
            ?? await CountAsync(session, account, _limits.LoginPerAccount, cancel);
    }

    /// <summary>The right password was given: the account's failures are forgotten. The address stays counted.</summary>
    public static async Task ForgiveLoginAsync(DatabaseSession session, string email, string? clientAddress, CancellationToken cancel)
    {
        var (pair, account, _) = LoginKeys(email, clientAddress);
        await session.ExecuteAsync($"delete from throttles where key in ({pair}, {account})", cancel);
    }

    /// <summary>Counts a registration.</summary>
    /// <inheritdoc cref="CountLoginAsync" path="/returns"/>
    public Task<TimeSpan?> CountRegistrationAsync(DatabaseSession session, string? clientAddress, CancellationToken cancel) =>
        CountAsync(session, Key("register", ClientNetwork.Of(clientAddress)), _limits.RegistrationPerAddress, cancel);

    /// <summary>Counts an attempt to change a password.</summary>
    /// <inheritdoc cref="CountLoginAsync" path="/returns"/>
    public Task<TimeSpan?> CountPasswordChangeAsync(DatabaseSession session, Guid userId, CancellationToken cancel) =>
        CountAsync(session, PasswordChangeKey(userId), _limits.LoginPerAccountAndAddress, cancel);

    /// <summary>The right password was given.</summary>
    public static Task ForgivePasswordChangeAsync(DatabaseSession session, Guid userId, CancellationToken cancel)
    {
        var key = PasswordChangeKey(userId);
        return session.ExecuteAsync($"delete from throttles where key = {key}", cancel);
    }

    /// <summary>429 with Retry-After.</summary>
    public static JsonHttpResult<ErrorBody> Refuse(HttpContext http, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return ApiErrors.Create(StatusCodes.Status429TooManyRequests, $"Too many attempts. Try again in {seconds} seconds.");
    }

    private async Task<TimeSpan?> CountAsync(DatabaseSession session, byte[] key, Limit limit, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        // Changes no row, and returns none, when the client is busy for longer than a burst.
        var counted = await session.SingleOrDefaultAsync($"""
            insert into throttles as known (key, busy_until) values ({key}, {now + limit.Interval})
            on conflict (key) do update set busy_until = greatest(known.busy_until, {now}) + {limit.Interval}
              where greatest(known.busy_until, {now}) + {limit.Interval} <= {now + (limit.Interval * limit.Burst)}
            returning true
            """, row => row.GetBoolean(0), cancel);
        return counted ? null : limit.Interval;
    }

    private static (byte[] Pair, byte[] Account, byte[] Address) LoginKeys(string email, string? clientAddress)
    {
        var account = email.ToLowerInvariant();
        var network = ClientNetwork.Of(clientAddress);
        return (Key("login-pair", account, network), Key("login-account", account), Key("login-address", network));
    }

    private static byte[] PasswordChangeKey(Guid userId) => Key("change-password", userId.ToString());

    private static byte[] Key(params string[] parts) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
}
