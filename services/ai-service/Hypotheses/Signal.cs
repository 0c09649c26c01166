namespace SreCopilot.AiService.Hypotheses;

/// <summary>What a piece of evidence says. Its opposite is said only by a source that looked and did not find it.</summary>
internal enum Signal
{
    AlertFired,
    SloBurning,

    DeploymentFinished,
    NoDeployment,
    ConfigurationChanged,
    NoConfigurationChange,

    /// <summary>An error group or log pattern that was not there before, or far less often.</summary>
    NewError,
    ErrorsRose,
    LatencyRose,

    TrafficRose,
    TrafficNormal,

    DatabaseSlow,
    DatabaseNormal,

    MemoryGrew,
    MemoryFlat,
    OutOfMemory,

    DependencyFailing,
    DependencyHealthy,

    CertificateExpired,
    CertificateValid,

    HostSaturated,
    HostHealthy,

    /// <summary>Root-cause localisation ends at the subject.</summary>
    FaultLocalised,

    /// <summary>A similar incident of the past, whose cause is known.</summary>
    HappenedBefore,
}
