using System.Text;
using Microsoft.Extensions.Options;
using Bcrypt = BCrypt.Net.BCrypt;

namespace SreCopilot.AuthService.Passwords;

/// <summary>
/// bcrypt (<c>$2b$</c>). Hashing is pure CPU for a quarter of a second, so no more run at once than there are cores;
/// the others wait without holding a thread or a database connection.
/// </summary>
internal sealed class PasswordHasher(IOptions<PasswordOptions> options) : IDisposable
{
    // Well-formed and of the same cost, but nobody's password.
    private readonly string _nobody = $"$2b${options.Value.Cost:00}$nobodyhasthispasswordnobodyhasthispasswordnobodyhasth";
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);

    public Task<string> HashAsync(string password, CancellationToken cancel) =>
        RunAsync(() => Bcrypt.HashPassword(password, Bcrypt.GenerateSalt(options.Value.Cost, 'b')), cancel);

    /// <summary>Compares a password with a hash; takes just as long when there is no account and therefore no hash.</summary>
    public async Task<bool> VerifyAsync(string password, string? hash, CancellationToken cancel)
    {
        // Never the whole input of a caller who sends a megabyte: it cannot be right anyway.
        var plausible = Encoding.UTF8.GetByteCount(password) <= PasswordRule.MaximumBytes;
        var matches = await RunAsync(() => Bcrypt.Verify(plausible ? password : "", hash ?? _nobody), cancel);
        return matches && plausible && hash is not null;
    }

    public void Dispose() => _cores.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancel)
    {
        await _cores.WaitAsync(cancel);
        try
        {
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            _cores.Release();
        }
    }
}
