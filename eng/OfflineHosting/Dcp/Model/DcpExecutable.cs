using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp.Model;

/// <summary>A process that DCP starts, watches and stops.</summary>
[DcpKind("Executable", "executables")]
internal sealed class DcpExecutable : DcpObject<ExecutableSpec, ExecutableStatus>;

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

internal sealed class ExecutableStatus : WorkloadStatus;
