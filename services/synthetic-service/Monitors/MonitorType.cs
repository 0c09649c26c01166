namespace SreCopilot.SyntheticService.Monitors;

/// <summary>What a monitor does, and how it fares.</summary>
internal static class MonitorType
{
    /// <summary>An HTTP request.</summary>
    public const string Http = "api_test";

    /// <summary>An ICMP echo.</summary>
    public const string Ping = "ping";

    /// <summary>A TCP connection, with or without TLS.</summary>
    public const string Tcp = "tcp";

    public const string Unknown = "unknown";
    public const string Passing = "passing";
    public const string Failing = "failing";

    public static IReadOnlyList<string> All { get; } = [Http, Ping, Tcp];

    public static IReadOnlyList<string> Methods { get; } = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
}
