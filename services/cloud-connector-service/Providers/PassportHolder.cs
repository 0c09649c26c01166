using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers;

/// <summary>Something that proves for a while who asks.</summary>
/// <param name="Value">A token, or credentials that go with it.</param>
/// <param name="Expires">When it stops to.</param>
internal sealed record Passport<T>(T Value, DateTimeOffset Expires);

/// <summary>Holds the passport of one session: gets it when it is needed first, and another shortly before it expires or when it is refused.</summary>
internal sealed class PassportHolder<T>(Func<CancellationToken, Task<ProviderResult<Passport<T>>>> get, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private Passport<T>? _passport;

    /// <summary>Does something with it; once more with a new one when the old one was refused.</summary>
    public async Task<ProviderResult<TResult>> UseAsync<TResult>(Func<T, Task<ProviderResult<TResult>>> use, CancellationToken cancel)
        where TResult : class
    {
        var (passport, fault) = await GetAsync(null, cancel);
        if (passport is null)
        {
            return fault!;
        }

        var result = await use(passport.Value);
        if (result.Fault is not { Kind: FaultKind.Rejected })
        {
            return result;
        }

        (var another, fault) = await GetAsync(passport, cancel);
        return another is null ? fault!
            : EqualityComparer<T>.Default.Equals(another.Value, passport.Value) ? result
            : await use(another.Value);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ProviderResult<Passport<T>>> GetAsync(Passport<T>? refused, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_passport is { } known && !ReferenceEquals(known, refused) && known.Expires - Margin > time.GetUtcNow())
            {
                return known;
            }

            var (fresh, fault) = await get(cancel);
            _passport = fresh;
            return fresh is null ? fault! : fresh;
        }
        finally
        {
            _turn.Release();
        }
    }
}
