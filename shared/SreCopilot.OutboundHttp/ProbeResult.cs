namespace SreCopilot.OutboundHttp;

/// <summary>How far a probe came. It is also where it failed, when it did.</summary>
public enum ProbeStage
{
    /// <summary>Looking up the name.</summary>
    Resolving,

    /// <summary>Opening the connection.</summary>
    Connecting,

    /// <summary>Agreeing on encryption.</summary>
    Securing,

    /// <summary>Sending the request and waiting for the first byte of the answer.</summary>
    Requesting,

    /// <summary>Reading the answer.</summary>
    Reading,

    /// <summary>Nothing is left to do.</summary>
    Done,
}

/// <summary>What a probe found out.</summary>
public sealed record ProbeResult
{
    /// <summary>The answer; null when there is none.</summary>
    public ProbeResponse? Response { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public OutboundFault? Fault { get; init; }

    /// <summary>How far it came.</summary>
    public ProbeStage Stage { get; init; }

    /// <summary>What is wrong with the certificate, in words; null when nothing is.</summary>
    public string? CertificateProblem { get; init; }

    /// <summary>Until when the server's certificate is valid, whether it was accepted or not; null when none was shown.</summary>
    public DateTimeOffset? CertificateExpires { get; init; }

    /// <summary>Looking up names, all redirects together; null when it was not done.</summary>
    public TimeSpan? Dns { get; init; }

    /// <summary>Opening connections.</summary>
    public TimeSpan? Connect { get; init; }

    /// <summary>Agreeing on encryption.</summary>
    public TimeSpan? Tls { get; init; }

    /// <summary>From the last connection to the first byte of the last answer.</summary>
    public TimeSpan? FirstByte { get; init; }

    /// <summary>From the beginning to the end, however it ended.</summary>
    public TimeSpan Total { get; init; }
}

/// <summary>An HTTP answer.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">Its headers, by name without regard to case; several of one name in one, separated by commas.</param>
/// <param name="Body">The body, as much of it as was asked for.</param>
/// <param name="IsCut">Whether there was more.</param>
public sealed record ProbeResponse(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, bool IsCut);
