using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SreCopilot.Tests;

/// <summary>An authority that the service under test trusts, and certificates of it.</summary>
internal static class TestCertificates
{
    private static readonly X509Certificate2 Authority = CreateAuthority("Test authority");

    public static string AuthorityFile { get; } = WriteAuthority();

    public static X509Certificate2 Good(DateTimeOffset until) => Issue(Authority, "127.0.0.1", DateTimeOffset.UtcNow.AddDays(-30), until);

    public static X509Certificate2 Expired() => Issue(Authority, "127.0.0.1", DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(-3));

    public static X509Certificate2 OfAnotherHost() => Issue(Authority, "127.0.0.9", DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));

    public static X509Certificate2 OfNobodyKnown() => Issue(CreateAuthority("Somebody"), "127.0.0.1", DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(30));

    private static X509Certificate2 CreateAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(10));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string address, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={address}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, from, until, RandomNumberGenerator.GetBytes(8));
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    private static string WriteAuthority()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("srecopilot-").FullName, "authority.pem");
        File.WriteAllText(file, Authority.ExportCertificatePem());
        return file;
    }
}
