using System.Net;

namespace SreCopilot.OutboundHttp;

/// <summary>
/// The one way to call a URL that a user typed. The address is checked whenever a connection is made, redirects included;
/// credentials are not carried to another origin; time and size are bounded; no proxy, no cookies.
/// </summary>
public sealed class OutboundClient : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;

    /// <summary>Creates a client with a pool of connections of its own; make one per process.</summary>
    public OutboundClient(GuardedConnector connector, CertificateTrust trust, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(trust);
        _time = time;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancel) => await connector.OpenAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancel),
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, chain, errors) => trust.Accepts(certificate, chain, errors) },
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            // Short: what the operator allows, and where a name leads, is looked at again soon.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 32,
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <param name="request">Method, URL, headers and body. A redirect is followed for GET only.</param>
    /// <param name="limits">How long it may take and how large the answer may be.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<OutboundResult> SendAsync(HttpRequestMessage request, OutboundLimits limits, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var deadline = new CancellationTokenSource(limits.Time, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            return await FollowAsync(request, limits, both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return OutboundFault.TimedOut;
        }
        catch (HttpRequestException exception) when (exception.InnerException is AddressRefusedException)
        {
            return OutboundFault.Refused;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            return OutboundFault.Unreachable;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<OutboundResult> FollowAsync(HttpRequestMessage request, OutboundLimits limits, CancellationToken cancel)
    {
        if (!Redirection.IsCallable(request.RequestUri))
        {
            return OutboundFault.BadAddress;
        }

        for (var redirects = 0; ; redirects++)
        {
            using var response = await _http.SendAsync(request, cancel);
            if (request.Method != HttpMethod.Get || Redirection.FindTarget(request.RequestUri!, response) is not { } target)
            {
                return await ReadAsync(response, limits.Bytes, cancel);
            }

            if (redirects == Redirection.Most || !Redirection.IsCallable(target))
            {
                return OutboundFault.BadRedirect;
            }

            request = Redirection.Follow(request, target);
        }
    }

    private static async Task<OutboundResult> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            if (body.Length + read > limit)
            {
                return OutboundFault.TooLarge;
            }

            body.Write(buffer, 0, read);
        }

        return new OutboundResponse(response.StatusCode, response.Content.Headers.ContentType?.ToString(), body.ToArray())
        {
            Headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
        };
    }
}

/// <summary>How much one call may cost.</summary>
/// <param name="Time">From the first packet to the last.</param>
/// <param name="Bytes">The largest answer, unpacked.</param>
public readonly record struct OutboundLimits(TimeSpan Time, int Bytes)
{
    /// <summary>Ten seconds and 64 KiB: enough to see whether something is there.</summary>
    public static readonly OutboundLimits Probe = new(TimeSpan.FromSeconds(10), 64 * 1024);
}

/// <summary>What was answered, whatever the status.</summary>
/// <param name="Status">The status.</param>
/// <param name="ContentType">The header of that name.</param>
/// <param name="Body">All of it.</param>
public sealed record OutboundResponse(HttpStatusCode Status, string? ContentType, byte[] Body)
{
    /// <summary>The other headers; several of one name are joined by commas. Names without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}

/// <summary>An answer or the reason why there is none; exactly one of the two.</summary>
/// <param name="Response">The answer.</param>
/// <param name="Fault">The reason.</param>
public readonly record struct OutboundResult(OutboundResponse? Response, OutboundFault? Fault)
{
    /// <summary>An answer.</summary>
    public static implicit operator OutboundResult(OutboundResponse response) => new(response, null);

    /// <summary>No answer.</summary>
    public static implicit operator OutboundResult(OutboundFault fault) => new(null, fault);
}
