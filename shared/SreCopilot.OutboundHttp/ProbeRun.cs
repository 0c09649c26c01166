using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SreCopilot.OutboundHttp;

/// <summary>One probe while it runs: opens its connections itself, so that each phase can be told from the next.</summary>
internal sealed class ProbeRun(GuardedConnector connector, CertificateTrust trust, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private TimeSpan? _dns;
    private TimeSpan? _connect;
    private TimeSpan? _tls;
    private TimeSpan? _firstByte;
    private string? _certificateProblem;
    private DateTimeOffset? _certificateExpires;

    public ProbeStage Stage { get; set; }

    /// <summary>Opens a connection to an allowed address of a host.</summary>
    public async Task<Stream> OpenAsync(string host, int port, bool secure, CancellationToken cancel)
    {
        Stage = ProbeStage.Resolving;
        var start = time.GetTimestamp();
        var addresses = await connector.ResolveAllowedAsync(host, cancel);
        _dns = (_dns ?? TimeSpan.Zero) + time.GetElapsedTime(start);

        Stage = ProbeStage.Connecting;
        start = time.GetTimestamp();
        var connection = await GuardedConnector.OpenAsync(addresses, port, cancel);
        _connect = (_connect ?? TimeSpan.Zero) + time.GetElapsedTime(start);
        var opened = secure ? await SecureAsync(connection, host, cancel) : connection;
        Stage = ProbeStage.Requesting;
        return opened;
    }

    /// <summary>The answer begins.</summary>
    /// <param name="since">When the request was sent.</param>
    public void GotFirstByte(long since)
    {
        _firstByte = time.GetElapsedTime(since);
        Stage = ProbeStage.Reading;
    }

    public ProbeResult End(ProbeResponse? response, OutboundFault? fault) => new()
    {
        Response = response, Fault = fault, Stage = Stage, CertificateProblem = _certificateProblem, CertificateExpires = _certificateExpires,
        Dns = _dns, Connect = _connect, Tls = _tls, FirstByte = _firstByte, Total = time.GetElapsedTime(_start),
    };

    private async Task<Stream> SecureAsync(NetworkStream connection, string host, CancellationToken cancel)
    {
        Stage = ProbeStage.Securing;
        var start = time.GetTimestamp();
        var secured = new SslStream(connection);
        try
        {
            await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = Judge }, cancel);
            _tls = (_tls ?? TimeSpan.Zero) + time.GetElapsedTime(start);
            return secured;
        }
        catch (Exception exception)
        {
            await secured.DisposeAsync();
            if (exception is AuthenticationException && _certificateProblem is null)
            {
                _certificateProblem = "The server and the platform could not agree on how to encrypt.";
            }

            throw;
        }
    }

    private bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // NotAfter is in local time.
        _certificateExpires = certificate is X509Certificate2 shown ? new DateTimeOffset(shown.NotAfter.ToUniversalTime(), TimeSpan.Zero) : null;
        if (trust.Accepts(certificate, chain, errors))
        {
            return true;
        }

        // By the system's clock, like the system's judgement.
        var now = DateTime.UtcNow;
        _certificateProblem = certificate is not X509Certificate2 bad ? "The server showed no certificate."
            : bad.NotAfter.ToUniversalTime() < now ? $"The certificate expired on {_certificateExpires:yyyy-MM-dd}."
            : bad.NotBefore.ToUniversalTime() > now ? $"The certificate is valid from {bad.NotBefore.ToUniversalTime():yyyy-MM-dd} only."
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "The certificate is for another name."
            : "The certificate is not signed by an authority that is trusted.";
        return false;
    }
}
