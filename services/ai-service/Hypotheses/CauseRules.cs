using static SreCopilot.AiService.Hypotheses.Signal;

namespace SreCopilot.AiService.Hypotheses;

/// <summary>What is known about causes. The numbers are judgements, the same for every project; docs/evidence-engine.md gives the reasons.</summary>
internal static class CauseRules
{
    private static readonly Check Errors = new([NewError], "Look for error groups of {0} that were not there before the incident.");
    private static readonly Check Deployments = new([DeploymentFinished, NoDeployment], "Look whether {0} was deployed shortly before the incident.");
    private static readonly Check Traffic = new([TrafficRose, TrafficNormal], "Compare the requests to {0} with the same hour of other days.");
    private static readonly Check Hosts = new([HostSaturated, HostHealthy], "Look at CPU, disk and network of the hosts of {0}.");
    private static readonly Check Memory = new([MemoryGrew, MemoryFlat], "Look at the memory of {0} since its last restart: does it grow and never fall?");
    private static readonly Check Database = new([DatabaseSlow, DatabaseNormal], "Look at the slowest queries of {0}, at locks and at connections in use.");
    private static readonly Check Dependency = new([DependencyFailing, DependencyHealthy], "Call {0} by hand and look at its own health and logs.");
    private static readonly Check Certificate = new([CertificateExpired, CertificateValid], "Read the expiry date of the certificate that {0} presents.");

    public static IReadOnlyList<CauseRule> All { get; } =
    [
        new(Cause.BadDeployment, "A deployment of {0} broke it.", [DeploymentFinished],
            With((DeploymentFinished, 1), (NewError, 0.8), (ErrorsRose, 0.5), (LatencyRose, 0.5), (FaultLocalised, 0.5)),
            Against((NoDeployment, 1), (CertificateExpired, 0.5), (DependencyFailing, 0.4), (TrafficRose, 0.3)),
            [Errors, Dependency, Traffic], "Roll {0} back to the version before and watch whether the symptom ends."),

        new(Cause.ConfigurationChange, "A change of the configuration of {0} broke it.", [ConfigurationChanged],
            With((ConfigurationChanged, 1), (NewError, 0.7), (ErrorsRose, 0.5), (LatencyRose, 0.5), (FaultLocalised, 0.5)),
            Against((NoConfigurationChange, 1), (CertificateExpired, 0.5), (DependencyFailing, 0.3), (TrafficRose, 0.3)),
            [Errors, Deployments, Traffic], "Put the configuration of {0} back as it was and watch whether the symptom ends."),

        new(Cause.ExpiredCertificate, "The certificate of {0} has expired.", [CertificateExpired],
            With((CertificateExpired, 1), (NewError, 0.6), (DependencyFailing, 0.5), (ErrorsRose, 0.5), (FaultLocalised, 0.3)),
            Against((CertificateValid, 1)),
            [Errors, Dependency], "Renew the certificate of {0} and find out why it was not renewed by itself."),

        new(Cause.DependencyDown, "{0} does not answer, or answers with errors.", [DependencyFailing],
            With((DependencyFailing, 1), (FaultLocalised, 0.7), (ErrorsRose, 0.6), (NewError, 0.4), (LatencyRose, 0.3)),
            Against((DependencyHealthy, 1), (CertificateExpired, 0.4)),
            [Dependency, Certificate, Deployments], "Restore {0}, or take it out of the way of its callers until it is back."),

        new(Cause.SlowDatabase, "The database {0} is slow.", [DatabaseSlow],
            With((DatabaseSlow, 1), (FaultLocalised, 0.5), (LatencyRose, 0.5), (ErrorsRose, 0.2)),
            Against((DatabaseNormal, 1), (TrafficRose, 0.3)),
            [Database, Hosts, Deployments], "End the blocking query of {0}, or add the index that it lacks."),

        new(Cause.MemoryLeak, "{0} leaks memory.", [MemoryGrew, OutOfMemory],
            With((MemoryGrew, 1), (OutOfMemory, 0.9), (LatencyRose, 0.3), (ErrorsRose, 0.3), (FaultLocalised, 0.3)),
            Against((MemoryFlat, 1), (TrafficRose, 0.4)),
            [Memory, Deployments, Traffic], "Restart {0} to win time and take a heap dump before that."),

        new(Cause.HostSaturation, "The hosts of {0} have no capacity left.", [HostSaturated],
            With((HostSaturated, 1), (LatencyRose, 0.5), (FaultLocalised, 0.3), (ErrorsRose, 0.2)),
            Against((HostHealthy, 1), (TrafficRose, 0.3), (MemoryGrew, 0.2)),
            [Hosts, Traffic, Deployments], "Give {0} more capacity, or move what else runs on its hosts."),

        new(Cause.TrafficSpike, "{0} gets more requests than it can serve.", [TrafficRose],
            With((TrafficRose, 1), (HostSaturated, 0.5), (LatencyRose, 0.5), (FaultLocalised, 0.3), (ErrorsRose, 0.3)),
            Against((TrafficNormal, 1), (CertificateExpired, 0.4), (NewError, 0.2)),
            [Traffic, Hosts], "Scale {0} out, or limit the requests of who sends the most."),

        new(Cause.FaultInService, "Something in {0} itself went wrong.", [FaultLocalised],
            With((FaultLocalised, 0.6), (NewError, 0.4), (ErrorsRose, 0.3), (LatencyRose, 0.3)),
            Against((DeploymentFinished, 0.3), (ConfigurationChanged, 0.3), (DatabaseSlow, 0.3), (DependencyFailing, 0.3), (TrafficRose, 0.3), (HostSaturated, 0.3)),
            [Errors, Deployments, Hosts, Traffic], "Compare a slow or failing trace through {0} with one from before the incident."),
    ];

    // Alerts and burning budgets say that something is wrong, and hardly what.
    private static Dictionary<Signal, double> With(params (Signal Signal, double Relevance)[] signals) =>
        Against([.. signals, (AlertFired, 0.3), (SloBurning, 0.3)]);

    private static Dictionary<Signal, double> Against(params (Signal Signal, double Relevance)[] signals) =>
        signals.ToDictionary(signal => signal.Signal, signal => signal.Relevance);
}
