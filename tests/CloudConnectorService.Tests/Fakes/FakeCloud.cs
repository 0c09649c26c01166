using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>A cloud as the test plays it: a real HTTP server that checks who asks, pages lists, and fails as it is told.</summary>
internal abstract class FakeCloud(TestClock time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FakeAccount> _accounts = new();
    private readonly ConcurrentDictionary<string, (FakeAccount Account, int Uses)> _tokens = new();
    private readonly TaskCompletionSource _released = new();
    private TestBackend? _backend;

    public abstract string Name { get; }

    /// <summary>What the service calls its types, by operation.</summary>
    public abstract IReadOnlyDictionary<string, string> Types { get; }

    /// <summary>What the cloud calls the permissions, by operation.</summary>
    public abstract IReadOnlyDictionary<string, string> Permissions { get; }

    /// <summary>What the cloud calls a machine that runs, and one that does not.</summary>
    public abstract (string Running, string Stopped) States { get; }

    public abstract string Region { get; }

    /// <summary>Whether credentials are exchanged for tokens without being asked to.</summary>
    public virtual object ConfigWithTokens(FakeAccount account) => new { };

    public string Address => _backend!.Address;

    protected TestClock Time => time;

    protected IEnumerable<FakeAccount> Accounts => _accounts.Values;

    public async Task StartAsync() => _backend = await TestBackend.StartAsync(AnswerAsync);

    public FakeAccount NewAccount()
    {
        var account = new FakeAccount();
        _accounts[account.Id] = account;
        return account;
    }

    public abstract object CredentialsOf(FakeAccount account);

    /// <summary>Ends the waiting of <see cref="HangAsync"/>.</summary>
    public void Release() => _released.TrySetResult();

    public Task HangAsync() => _released.Task;

    public ValueTask DisposeAsync() => _backend!.DisposeAsync();

    protected FakeAccount? Find(string id) => _accounts.GetValueOrDefault(id);

    protected abstract Task AnswerAsync(HttpContext http);

    protected abstract Task RefuseAsync(HttpContext http, string operation);

    protected abstract Task AnswerRealAsync(HttpContext http, FakeAccount account, string operation);

    /// <summary>Answers somebody whose identity was checked.</summary>
    protected async Task AnswerAsync(HttpContext http, FakeAccount account, string operation)
    {
        if (!await account.Fault(operation, http))
        {
            await (account.Forbidden.Contains(operation) ? RefuseAsync(http, operation) : AnswerRealAsync(http, account, operation));
        }
    }

    protected string IssueToken(FakeAccount account)
    {
        Interlocked.Increment(ref account.TokensIssued);
        var token = $"token-{RandomNumberGenerator.GetHexString(32)}";
        _tokens[token] = (account, 0);
        return token;
    }

    /// <summary>Whose token it is; null when it is nobody's or was used too often.</summary>
    protected FakeAccount? UseToken(string token)
    {
        if (!_tokens.TryGetValue(token, out var known))
        {
            return null;
        }

        var used = _tokens.AddOrUpdate(token, known, (_, before) => (before.Account, before.Uses + 1));
        return used.Uses <= used.Account.UsesPerToken ? known.Account : null;
    }

    protected static Task WriteAsync(HttpContext http, object body, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(JsonSerializer.Serialize(body));
    }

    protected static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>The beginnings of the five minutes from and before two moments.</summary>
    protected static IEnumerable<DateTimeOffset> Steps(string from, string to)
    {
        var (start, end) = (DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), DateTimeOffset.Parse(to, CultureInfo.InvariantCulture));
        for (var at = start; at < end; at += TimeSpan.FromMinutes(5))
        {
            yield return at;
        }
    }
}
