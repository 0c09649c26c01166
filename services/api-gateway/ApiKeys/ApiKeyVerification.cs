using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SreCopilot.Revocations;

namespace SreCopilot.ApiGateway.ApiKeys;

/// <summary>
/// Verifies API keys by asking auth-service and remembering its answers for seconds. Requests with the same unknown key
/// share one question. Only hashes of keys are kept in memory.
/// </summary>
internal sealed partial class ApiKeyVerification
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly AuthServiceClient _auth;
    private readonly ApiKeyOptions _options;
    private readonly ILogger<ApiKeyVerification> _logger;
    private readonly KeyMemory _valid;
    private readonly KeyMemory _invalid;
    private readonly ConcurrentDictionary<string, Lazy<Task<KeyVerdict>>> _questions = [];
    private long _changes;

    public ApiKeyVerification(
        AuthServiceClient auth, RevocationList revocations, IOptions<ApiKeyOptions> options, TimeProvider time, ILogger<ApiKeyVerification> logger)
    {
        (_auth, _options, _logger) = (auth, options.Value, logger);
        _valid = new KeyMemory(_options.Capacity, time);
        _invalid = new KeyMemory(_options.Capacity, time);
        revocations.ApiKeyChanged += Forget;
    }

    /// <summary>What is known without asking; null when nothing is.</summary>
    public KeyVerdict? FindKnown(string key)
    {
        if (!IsWellFormed(key))
        {
            return new KeyVerdict(null);
        }

        var hash = HashOf(key);
        return _valid.Find(hash) is { } known ? new KeyVerdict(known)
            : _invalid.Contains(hash) ? new KeyVerdict(null)
            : null;
    }

    /// <summary>Whose key it is, asking auth-service when it is not known.</summary>
    public async Task<KeyVerdict> VerifyAsync(string key, CancellationToken cancel)
    {
        if (FindKnown(key) is { } known)
        {
            return known;
        }

        var hash = HashOf(key);
        // Lazy: the table may make more than one value for a key, and keeps one.
        return await _questions.GetOrAdd(hash, _ => new Lazy<Task<KeyVerdict>>(() => AskAsync(key, hash))).Value.WaitAsync(cancel);
    }

    // Nobody's request cancels it: others may wait for the same answer.
    private async Task<KeyVerdict> AskAsync(string key, string hash)
    {
        // Off the caller's stack, so that the question is in the table before it can be taken out again.
        await Task.Yield();
        try
        {
            if (FindKnown(key) is { } known)
            {
                // Answered between this request's look and its question.
                return known;
            }

            var changes = Volatile.Read(ref _changes);
            var (status, answer, problem) = await _auth.VerifyKeyAsync(key, TimeSpan.FromSeconds(_options.TimeoutSeconds), CancellationToken.None);
            if (answer is not null)
            {
                _valid.Remember(hash, answer, TimeSpan.FromSeconds(_options.ValidSeconds), answer.ExpiresAt);
                if (Volatile.Read(ref _changes) != changes)
                {
                    // Some key changed between the question and the answer, perhaps this one: ask again next time.
                    _valid.Forget(answer.ApiKeyId);
                }

                return new KeyVerdict(answer);
            }

            if (status == HttpStatusCode.Unauthorized)
            {
                _invalid.Remember(hash, null, TimeSpan.FromSeconds(_options.InvalidSeconds), null);
                return new KeyVerdict(null);
            }

            LogUnanswered(problem ?? $"HTTP {(int?)status}");
            return new KeyVerdict(null, IsUnknown: true);
        }
        finally
        {
            _questions.TryRemove(hash, out _);
        }
    }

    private void Forget(Guid keyId)
    {
        Interlocked.Increment(ref _changes);
        _valid.Forget(keyId);
    }

    // "srec_" and the URL-safe base64 of 48 bytes. Anything else is not worth a question.
    private static bool IsWellFormed(string key) =>
        key.Length == 69 && key.StartsWith("srec_", StringComparison.Ordinal) && key.AsSpan(5).IndexOfAnyExcept(Alphabet) < 0;

    private static string HashOf(string key) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    [LoggerMessage(LogLevel.Warning, "auth-service could not be asked about an API key: {Problem}")]
    private partial void LogUnanswered(string problem);
}
