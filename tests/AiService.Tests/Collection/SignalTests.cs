using SreCopilot.AiService.Collection;
using SreCopilot.AiService.LanguageModel;

namespace SreCopilot.AiService.Tests.Collection;

/// <summary>The small pure parts of collecting.</summary>
public sealed class SignalTests
{
    [Fact]
    public void A_shift_of_the_level_is_found_where_it_begins()
    {
        double[] normal = [.. Enumerable.Range(0, 100).Select(row => 10 + (row % 3))];
        double[] window = [10, 11, 12, 10, 30, 31, 29, 30];

        var shift = LevelShift.Find(normal, window, 0.1)!;

        Assert.Equal((4, 30.0, 11.0), (shift.Since, shift.Observed, shift.Baseline));
        Assert.True(shift.Score > LevelShift.Clear);
        Assert.True(LevelShift.Find(normal, [10, 11, 12, 10, 11], 0.1)!.Score < LevelShift.Clear);
        Assert.Null(LevelShift.Find([1, 2], window, 0.1));
    }

    [Fact]
    public void A_leak_is_steady_growth_and_noise_is_not()
    {
        double[] leak = [.. Enumerable.Range(0, 100).Select(row => 200 + (row < 40 ? 0 : (row - 40) * 10) + (row * 7 % 11))];
        double[] noise = [.. Enumerable.Range(0, 100).Select(row => 200.0 + (row * 7 % 40))];
        double[] sawtooth = [.. Enumerable.Range(0, 100).Select(row => 200.0 + (row % 20 * 10))];

        Assert.True(Growth.Find(leak)!.IsLeak);
        Assert.InRange(Growth.Find(leak)!.Since, 40, 60);
        Assert.False(Growth.Find(noise)!.IsLeak);
        Assert.False(Growth.Find(sawtooth)!.IsLeak);
    }

    [Theory]
    [InlineData("x509: certificate has expired or is not yet valid", true)]
    [InlineData("Error: CERT_HAS_EXPIRED", true)]
    [InlineData("The remote certificate is invalid: NotTimeValid", true)]
    [InlineData("certificate of merit printed", false)]
    public void Expired_certificates_are_recognised(string text, bool expired) => Assert.Equal(expired, Phrases.SaysCertificateExpired(text));

    [Fact]
    public void Names_are_found_as_whole_words_and_the_longest_wins()
    {
        Assert.Equal("payments-v2", Phrases.FindName("call to https://payments-v2.shop:443 failed", ["payments", "payments-v2", "shop"]));
        Assert.Equal("", Phrases.FindName("the workshop is closed", ["shop"]));
    }

    [Theory]
    [InlineData("password=hunter2", "password=[secret]")]
    [InlineData("""{\"api_key\":\"abcdef123\"}""", """{\"api_key\":\"[secret]\"}""")]
    [InlineData("Authorization: Bearer abc.def-ghi", "Authorization: Bearer [token]")]
    [InlineData("postgres://user:pw123@db/shop", "postgres://[credentials]@db/shop")]
    [InlineData("mail ana@acme.example now", "mail [email] now")]
    [InlineData("from 203.0.113.7:443", "from [ip address]:443")]
    [InlineData("from 2001:db8::1 at 10:20:30", "from [ip address] at 10:20:30")]
    [InlineData("card 4111 1111 1111 1111 ok", "card [card number] ok")]
    [InlineData("call +49 30 1234567", "call [phone number]")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "[secret]")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", "[private key]")]
    [InlineData("order 8c2f failed after 1500 ms in /api/orders at 2026-03-01T10:20:30Z", "order 8c2f failed after 1500 ms in /api/orders at 2026-03-01T10:20:30Z")]
    public void Secrets_and_personal_data_are_taken_out(string text, string redacted) => Assert.Equal(redacted, Redaction.Redact(text));
}
