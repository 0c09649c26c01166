using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace SreCopilot.OutboundHttp;

/// <summary>
/// Measures an address that a user typed: like <see cref="OutboundClient"/>, but over connections of its own, because a connection
/// that is there already says nothing about the network, and telling where and why it failed.
/// </summary>
public sealed class OutboundProbe(GuardedConnector connector, CertificateTrust trust, TimeProvider time)
{
    /// <summary>Sends a request and reads the answer.</summary>
    /// <param name="request">Method, URL, headers and body.</param>
    /// <param name="limits">How long it may take, and how much of the answer is read.</param>
    /// <param name="followRedirects">Whether redirects of GET and HEAD are followed.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>What was found out; never an exception but for <paramref name="cancel"/>.</returns>
    public Task<ProbeResult> SendAsync(HttpRequestMessage request, OutboundLimits limits, bool followRedirects, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var run = new ProbeRun(connector, trust, time);
        return Redirection.IsCallable(request.RequestUri)
            ? GuardAsync(run, limits.Time, token => FollowAsync(run, request, limits.Bytes, followRedirects, token), cancel)
            : Task.FromResult(run.End(null, OutboundFault.BadAddress));
    }

    /// <summary>Opens a TCP connection and closes it again.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="port">The port.</param>
    /// <param name="secure">Whether to agree on encryption, too.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>What was found out.</returns>
    public Task<ProbeResult> ConnectAsync(string host, int port, bool secure, TimeSpan limit, CancellationToken cancel)
    {
        var run = new ProbeRun(connector, trust, time);
        return GuardAsync(run, limit, async token =>
        {
            await using var connection = await run.OpenAsync(host, port, secure, token);
            run.Stage = ProbeStage.Done;
            return run.End(null, null);
        }, cancel);
    }

    private async Task<ProbeResult> GuardAsync(ProbeRun run, TimeSpan limit, Func<CancellationToken, Task<ProbeResult>> work, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return run.End(null, OutboundFault.TimedOut);
        }
        catch (Exception exception) when (exception is AddressRefusedException || exception.InnerException is AddressRefusedException)
        {
            return run.End(null, OutboundFault.Refused);
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException or InvalidDataException or AuthenticationException or ArgumentException or FormatException)
        {
            return run.End(null, OutboundFault.Unreachable);
        }
    }

    private async Task<ProbeResult> FollowAsync(ProbeRun run, HttpRequestMessage request, int bytes, bool followRedirects, CancellationToken cancel)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // The handler sees that the connection is encrypted already and leaves it at that.
            ConnectCallback = async (context, token) => await run.OpenAsync(
                context.DnsEndPoint.Host, context.DnsEndPoint.Port, context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttps, token),
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxResponseHeadersLength = 32,
            ActivityHeadersPropagator = null,
        });
        for (var redirects = 0; ; redirects++)
        {
            var sent = time.GetTimestamp();
            using var response = await http.SendAsync(request, cancel);
            run.GotFirstByte(sent);
            if (!followRedirects || (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head) || Redirection.FindTarget(request.RequestUri!, response) is not { } target)
            {
                var answer = await ReadAsync(response, bytes, cancel);
                run.Stage = ProbeStage.Done;
                return run.End(answer, null);
            }

            if (redirects == Redirection.Most || !Redirection.IsCallable(target))
            {
                return run.End(null, OutboundFault.BadRedirect);
            }

            request = Redirection.Follow(request, target);
        }
    }

    private static async Task<ProbeResponse> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var isCut = false;
        while (!isCut && await stream.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            isCut = body.Length + read > limit;
            body.Write(buffer, 0, isCut ? limit - (int)body.Length : read);
        }

        var headers = response.Headers.Concat(response.Content.Headers)
            .GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => string.Join(", ", group.SelectMany(header => header.Value)), StringComparer.OrdinalIgnoreCase);
        return new ProbeResponse((int)response.StatusCode, headers, body.ToArray(), isCut);
    }
}
