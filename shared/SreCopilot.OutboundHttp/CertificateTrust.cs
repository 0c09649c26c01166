using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace SreCopilot.OutboundHttp;

/// <summary>Decides whether a server's certificate is good: by the system's authorities, or by those that the operator added.</summary>
public sealed class CertificateTrust(IOptions<OutboundOptions> options)
{
    private readonly X509Certificate2Collection _authorities = options.Value.TrustedCertificates;

    /// <summary>Whether it is good.</summary>
    /// <param name="certificate">What the server showed.</param>
    /// <param name="chain">What it showed besides.</param>
    /// <param name="errors">What the system thinks of it.</param>
    /// <returns>True when it is.</returns>
    public bool Accepts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        // A wrong name stays wrong whoever signed it.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || _authorities.Count == 0 || certificate is not X509Certificate2 shown)
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ExtraStore.AddRange(chain?.ChainElements.Select(element => element.Certificate).ToArray() ?? []);
        return own.Build(shown);
    }
}
