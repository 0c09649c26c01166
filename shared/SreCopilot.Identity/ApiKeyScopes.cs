namespace SreCopilot.Identity;

/// <summary>What an API key may be allowed to do (contract: conventions.md section 6).</summary>
public static class ApiKeyScopes
{
    /// <summary>Send metrics.</summary>
    public const string Metrics = "ingest:metrics";

    /// <summary>Send log records.</summary>
    public const string Logs = "ingest:logs";

    /// <summary>Send traces.</summary>
    public const string Traces = "ingest:traces";

    /// <summary>Send errors.</summary>
    public const string Errors = "ingest:errors";

    /// <summary>Send host and container data.</summary>
    public const string Infrastructure = "ingest:infrastructure";

    /// <summary>Send browser data; the only scope for which a key may stand in a web page.</summary>
    public const string Browser = "ingest:browser";

    /// <summary>Send vulnerability scans.</summary>
    public const string Vulnerabilities = "ingest:vulnerabilities";

    /// <summary>Read incidents, evidence and telemetry as an assistant, by the Model Context Protocol.</summary>
    public const string Mcp = "mcp:read";

    /// <summary>Those for sending data, in the order of the contract: what a key gets when nobody says what it is for.</summary>
    public static IReadOnlyList<string> Ingest { get; } = [Metrics, Logs, Traces, Errors, Infrastructure, Browser, Vulnerabilities];

    /// <summary>All of them. Reading is never given by default.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Ingest, Mcp];
}
