namespace SreCopilot.AiService.Hypotheses;

/// <summary>Which sources can say what.</summary>
internal static class Sources
{
    public static IReadOnlyList<EvidenceKind> Of(Signal signal) => signal switch
    {
        Signal.AlertFired => [EvidenceKind.Alert],
        Signal.SloBurning => [EvidenceKind.SloBurn],
        Signal.DeploymentFinished or Signal.NoDeployment => [EvidenceKind.Deployment],
        Signal.ConfigurationChanged or Signal.NoConfigurationChange => [EvidenceKind.ConfigurationChange],
        Signal.NewError => [EvidenceKind.ErrorGroup, EvidenceKind.LogPattern],
        Signal.OutOfMemory or Signal.CertificateExpired or Signal.CertificateValid => [EvidenceKind.LogPattern],
        Signal.FaultLocalised or Signal.DependencyFailing or Signal.DependencyHealthy => [EvidenceKind.TracePropagation],
        Signal.HostSaturated or Signal.HostHealthy => [EvidenceKind.HostSaturation],
        Signal.HappenedBefore => [EvidenceKind.PastIncident],
        _ => [EvidenceKind.MetricAnomaly],
    };
}
