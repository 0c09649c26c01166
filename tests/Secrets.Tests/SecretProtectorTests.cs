using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace SreCopilot.Secrets.Tests;

public sealed class SecretProtectorTests
{
    private const string OldKey = "the key of last year, long enough for AES";
    private const string NewKey = "the key of this year, long enough for AES";
    private const string Place = "monitoring_integrations/1/password";

    private static readonly SecretProtector Protector = Create(NewKey);

    [Theory]
    [InlineData("")]
    [InlineData("hunter2")]
    [InlineData("пароль 🔑\n\0")]
    public void A_secret_comes_back_and_is_not_readable_meanwhile(string secret)
    {
        var stored = Protector.Protect(secret, Place);

        Assert.Equal(secret, Protector.Unprotect(stored, Place));
        Assert.True(secret.Length == 0 || !stored.Contains(secret, StringComparison.Ordinal));
        Assert.All(stored, character => Assert.InRange(character, '!', '~'));
    }

    [Fact]
    public void The_same_secret_never_looks_the_same() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => Protector.Protect("hunter2", Place)).Distinct().Count());

    [Fact]
    public void A_value_moved_to_another_place_is_worth_nothing()
    {
        var stored = Protector.Protect("hunter2", Place);

        Assert.Null(Protector.Unprotect(stored, "monitoring_integrations/2/password"));
    }

    [Fact]
    public void A_changed_value_is_refused_wherever_it_was_changed()
    {
        // Of a length that leaves base64 no unused bits.
        var stored = Protector.Protect("hunter 2", Place);
        for (var i = 0; i < stored.Length; i++)
        {
            var other = stored[i] == 'A' ? 'B' : 'A';
            Assert.Null(Protector.Unprotect(stored[..i] + other + stored[(i + 1)..], Place));
        }

        Assert.All(new[] { "", ".", "v1", "v1..", stored[..20], stored + "AAAA", stored + ".", "v2" + stored[2..] }, text => Assert.Null(Protector.Unprotect(text, Place)));
    }

    [Fact]
    public void During_a_rotation_both_keys_decrypt_and_the_new_one_encrypts()
    {
        var old = Create(OldKey).Protect("hunter2", Place);
        var rotating = Create(NewKey, OldKey);

        Assert.Equal("hunter2", rotating.Unprotect(old, Place));
        Assert.True(rotating.IsOutdated(old));

        var rewritten = rotating.Protect("hunter2", Place);
        Assert.False(rotating.IsOutdated(rewritten));
        Assert.Equal("hunter2", Create(NewKey).Unprotect(rewritten, Place));
        Assert.Null(Create(NewKey).Unprotect(old, Place));
    }

    [Theory]
    [InlineData("", null, "ENCRYPTION_KEY is not set")]
    [InlineData("too short", null, "ENCRYPTION_KEY is too short")]
    [InlineData("change-me-change-me-change-me-change-me", null, "ENCRYPTION_KEY still holds a placeholder")]
    [InlineData(NewKey, "too short", "ENCRYPTION_PREVIOUS_KEY is too short")]
    public void A_key_that_protects_nothing_is_refused(string key, string? previous, string message)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["ENCRYPTION_KEY"] = key;
        builder.Configuration["ENCRYPTION_PREVIOUS_KEY"] = previous;
        builder.AddSecretProtection();
        using var services = builder.Services.BuildServiceProvider();

        var refusal = Assert.Throws<OptionsValidationException>(services.GetRequiredService<SecretProtector>);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    private static SecretProtector Create(string key, string? previous = null) =>
        new(Options.Create(new EncryptionOptions { Key = key, PreviousKey = previous }), NullLogger<SecretProtector>.Instance);
}
