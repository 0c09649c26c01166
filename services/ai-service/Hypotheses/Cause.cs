namespace SreCopilot.AiService.Hypotheses;

/// <summary>The kinds of causes that hypotheses are made of. In the order in which equally probable ones are shown.</summary>
internal enum Cause
{
    BadDeployment,
    ConfigurationChange,
    ExpiredCertificate,
    DependencyDown,
    SlowDatabase,
    MemoryLeak,
    HostSaturation,
    TrafficSpike,

    /// <summary>It began in the subject, and nothing says more.</summary>
    FaultInService,
}
