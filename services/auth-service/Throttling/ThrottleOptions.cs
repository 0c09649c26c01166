namespace SreCopilot.AuthService.Throttling;

/// <summary>
/// Configuration section <c>Throttling</c>. Each limit allows a burst and then one attempt per interval.
/// An address is an IPv4 address or an IPv6 /64 network.
/// </summary>
internal sealed class ThrottleOptions
{
    /// <summary>Failed logins for one account from one address, and failed password changes of one account. Default: 10, then one per 30 s.</summary>
    public Limit LoginPerAccountAndAddress { get; set; } = new() { Burst = 10, IntervalSeconds = 30 };

    /// <summary>Failed logins for one account from everywhere: against guessing from many addresses. High, because whoever
    /// exhausts it also keeps the owner out. Default: 100, then one per 10 s.</summary>
    public Limit LoginPerAccount { get; set; } = new() { Burst = 100, IntervalSeconds = 10 };

    /// <summary>Logins from one address, which an office may share. Default: 100, then one per second.</summary>
    public Limit LoginPerAddress { get; set; } = new() { Burst = 100, IntervalSeconds = 1 };

    /// <summary>Registrations from one address: an answer "e-mail taken" is a piece of information. Default: 30, then one per 10 s.</summary>
    public Limit RegistrationPerAddress { get; set; } = new() { Burst = 30, IntervalSeconds = 10 };

    public IEnumerable<Limit> All => [LoginPerAccountAndAddress, LoginPerAccount, LoginPerAddress, RegistrationPerAddress];
}

/// <summary>So many attempts at once, then one per interval.</summary>
internal sealed class Limit
{
    /// <summary>Attempts that may follow each other at once after a quiet time.</summary>
    public int Burst { get; set; } = 1;

    /// <summary>Seconds after which one more attempt is allowed.</summary>
    public double IntervalSeconds { get; set; } = 1;

    public TimeSpan Interval => TimeSpan.FromSeconds(IntervalSeconds);
}
