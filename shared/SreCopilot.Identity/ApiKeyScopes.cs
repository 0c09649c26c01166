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

    /// <summary>All of them, in the order of the contract.</summary>
    public static IReadOnlyList<string> All { get; } = [Metrics, Logs, Traces, Errors, Infrastructure, Browser, Vulnerabilities];
}
