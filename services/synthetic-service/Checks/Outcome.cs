using SreCopilot.OutboundHttp;

namespace SreCopilot.SyntheticService.Checks;

/// <summary>How a check ended.</summary>
internal sealed record Outcome
{
    /// <summary>Whether all is as demanded.</summary>
    public bool Success => Failure is null;

    /// <summary>False: nothing was found out about the target.</summary>
    public bool Counted { get; init; } = true;

    /// <summary>One of <see cref="Failures"/>; null for none.</summary>
    public string? Failure { get; init; }

    /// <summary>The same in words; also what is worth knowing about a success.</summary>
    public string? Message { get; init; }

    public int? StatusCode { get; init; }

    public TimeSpan ResponseTime { get; init; }

    public TimeSpan? Dns { get; init; }

    public TimeSpan? Connect { get; init; }

    public TimeSpan? Tls { get; init; }

    public TimeSpan? FirstByte { get; init; }

    public int? CertificateDaysLeft { get; init; }

    public int AssertionsPassed { get; init; }

    public int AssertionsTotal { get; init; }

    public int Attempts { get; init; } = 1;

    /// <summary>A probe's phases; what it means is for the caller to say.</summary>
    public static Outcome Of(ProbeResult probe, DateTimeOffset now) => new()
    {
        StatusCode = probe.Response?.Status, ResponseTime = probe.Total, Dns = probe.Dns, Connect = probe.Connect, Tls = probe.Tls, FirstByte = probe.FirstByte,
        CertificateDaysLeft = probe.CertificateExpires is { } expires ? (int)Math.Floor((expires - now).TotalDays) : null,
    };
}
