using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp.Model;

/// <summary>What DCP reports of processes and containers alike.</summary>
internal abstract class WorkloadStatus
{
    [JsonPropertyName("state")]
    public string? State { get; set; }

    /// <summary>Null for containers, and until a process has been started.</summary>
    [JsonPropertyName("pid")]
    public int? ProcessId { get; set; }

    [JsonPropertyName("startupTimestamp")]
    public DateTime? StartupTimestamp { get; set; }

    [JsonPropertyName("finishTimestamp")]
    public DateTime? FinishTimestamp { get; set; }

    [JsonPropertyName("exitCode")]
    public int? ExitCode { get; set; }

    /// <summary>The environment and the arguments with all templates filled in.</summary>
    [JsonPropertyName("effectiveEnv")]
    public List<EnvVar>? EffectiveEnv { get; set; }

    [JsonPropertyName("effectiveArgs")]
    public List<string>? EffectiveArgs { get; set; }
}

/// <summary>The states DCP reports for processes and containers.</summary>
internal static class DcpStates
{
    public const string Running = "Running";
    public const string Stopping = "Stopping";
    public const string Finished = "Finished";
    public const string Terminated = "Terminated";
    public const string Exited = "Exited";
    public const string FailedToStart = "FailedToStart";

    public static bool IsFinal(string? state) =>
        state is Finished or Terminated or Exited or FailedToStart;
}
