using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace SreCopilot.SyntheticService.Tests;

/// <summary>Certificates. The service trusts an authority of the tests besides those of the system.</summary>
public sealed class TlsCheckTests(SyntheticServer server) : IClassFixture<SyntheticServer>
{
    [Fact]
    public async Task A_good_certificate_says_how_long_it_is_good()
    {
        await using var target = await TlsBackend.StartAsync(TestCertificates.Good(DateTimeOffset.UtcNow.AddDays(100)));
        var project = server.NewProject();

        var result = await project.TryAsync(TestMonitors.Body(target.Address.ToString(), assertions: ["body == secure", "certificate_days_left > 30"]));

        Assert.True(result.Succeeded(), result.ToString());
        Assert.True(result.GetProperty("tls_ms").GetDouble() > 0);
        var days = result.GetProperty("certificate_days_left").GetInt32();
        Assert.Equal("assertion", (await project.TryAsync(TestMonitors.Body(target.Address.ToString(), assertions: $"certificate_days_left > {days}"))).Text("failure"));
    }

    [Fact]
    public async Task An_expired_certificate_fails_and_says_so()
    {
        var result = await ServeAsync(TestCertificates.Expired());

        Assert.Equal((false, "tls"), (result.Succeeded(), result.Text("failure")));
        Assert.StartsWith("The certificate expired on ", result.Text("error_message"), StringComparison.Ordinal);
        Assert.NotEqual(JsonValueKind.Null, result.GetProperty("certificate_days_left").ValueKind);
    }

    [Fact]
    public async Task A_certificate_of_another_host_fails() =>
        Assert.Equal("The certificate is for another name.", (await ServeAsync(TestCertificates.OfAnotherHost())).Text("error_message"));

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_fails() =>
        Assert.Equal("The certificate is not signed by an authority that is trusted.", (await ServeAsync(TestCertificates.OfNobodyKnown())).Text("error_message"));

    [Fact]
    public async Task A_tcp_monitor_sees_certificates_too()
    {
        await using var good = await TlsBackend.StartAsync(TestCertificates.Good(DateTimeOffset.UtcNow.AddDays(100)));
        await using var expired = await TlsBackend.StartAsync(TestCertificates.Expired());
        var project = server.NewProject();

        Assert.True((await project.TryAsync(TestMonitors.Body($"tls://127.0.0.1:{good.Address.Port}", "tcp", "certificate_days_left > 30"))).Succeeded());
        Assert.Equal("tls", (await project.TryAsync(TestMonitors.Body($"tls://127.0.0.1:{expired.Address.Port}", "tcp"))).Text("failure"));
    }

    [Fact]
    public async Task A_server_that_speaks_no_tls_fails()
    {
        await using var target = await TestBackend.StartAsync();

        Assert.Equal("tls", (await server.NewProject().TryAsync(TestMonitors.Body($"https://127.0.0.1:{new Uri(target.Address).Port}/"))).Text("failure"));
    }

    private async Task<JsonElement> ServeAsync(X509Certificate2 certificate)
    {
        await using var target = await TlsBackend.StartAsync(certificate);
        return await server.NewProject().TryAsync(TestMonitors.Body(target.Address.ToString()));
    }
}
