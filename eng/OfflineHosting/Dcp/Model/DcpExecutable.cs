using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp.Model;

/// <summary>A process that DCP starts, watches and stops.</summary>
[DcpKind("Executable", "executables")]
internal sealed class DcpExecutable : DcpObject<ExecutableSpec, ExecutableStatus>
{
    public DcpExecutable() => Kind = "Executable";
}

internal sealed class ExecutableSpec
{
    [JsonPropertyName("executablePath")]
    public string ExecutablePath { get; set; } = "";

    [JsonPropertyName("workingDirectory")]
    public string? WorkingDirectory { get; set; }

    [JsonPropertyName("args")]
    public List<string>? Args { get; set; }

    [JsonPropertyName("env")]
    public List<EnvVar>? Env { get; set; }

    [JsonPropertyName("executionType")]
    public string ExecutionType { get; set; } = "Process";

    [JsonPropertyName("ambientEnvironment")]
    public AmbientEnvironment AmbientEnvironment { get; set; } = new();

    [JsonPropertyName("stop")]
    public bool? Stop { get; set; }
}

/// <summary>Whether the process sees the environment of DCP itself (which has it from the AppHost).</summary>
internal sealed class AmbientEnvironment
{
    [JsonPropertyName("behavior")]
    public string Behavior { get; set; } = "Inherit";
}

internal sealed class ExecutableStatus : IWorkloadStatus
{
    [JsonPropertyName("executionID")]
    public string? ExecutionId { get; set; }

    [JsonPropertyName("pid")]
    public int? ProcessId { get; set; }

    [JsonPropertyName("state")]
    public string? State { get; set; }

    [JsonPropertyName("startupTimestamp")]
    public DateTime? StartupTimestamp { get; set; }

    [JsonPropertyName("finishTimestamp")]
    public DateTime? FinishTimestamp { get; set; }

    [JsonPropertyName("exitCode")]
    public int? ExitCode { get; set; }

    [JsonPropertyName("effectiveEnv")]
    public List<EnvVar>? EffectiveEnv { get; set; }

    [JsonPropertyName("effectiveArgs")]
    public List<string>? EffectiveArgs { get; set; }
}

/// <summary>What processes and containers report alike.</summary>
internal interface IWorkloadStatus
{
    string? State { get; }

    /// <summary>Null for containers, and until a process has been started.</summary>
    int? ProcessId { get; }

    DateTime? StartupTimestamp { get; }

    DateTime? FinishTimestamp { get; }

    int? ExitCode { get; }

    List<EnvVar>? EffectiveEnv { get; }

    List<string>? EffectiveArgs { get; }
}

/// <summary>The states DCP reports for executables and containers.</summary>
internal static class DcpStates
{
    public const string Starting = "Starting";
    public const string Running = "Running";
    public const string Stopping = "Stopping";
    public const string Finished = "Finished";
    public const string Terminated = "Terminated";
    public const string Exited = "Exited";
    public const string FailedToStart = "FailedToStart";

    public static bool IsFinal(string? state) =>
        state is Finished or Terminated or Exited or FailedToStart;
}
