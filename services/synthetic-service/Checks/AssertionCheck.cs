using SreCopilot.OutboundHttp;
using SreCopilot.SyntheticService.Assertions;
using SreCopilot.SyntheticService.Monitors;

namespace SreCopilot.SyntheticService.Checks;

/// <summary>Holds what was seen against a monitor's assertions.</summary>
internal static class AssertionCheck
{
    public static Outcome Apply(SyntheticMonitor monitor, ProbeResult probe, Outcome outcome)
    {
        var observation = new Observation(probe, outcome.CertificateDaysLeft);
        var broken = monitor.Assertions
            .Select(text => Assertion.Parse(text) is ({ } assertion, _) ? assertion.Check(observation.Find(assertion.Subject)) : $"{text}: cannot be read")
            .OfType<string>()
            .ToList();
        outcome = outcome with { AssertionsTotal = monitor.Assertions.Length, AssertionsPassed = monitor.Assertions.Length - broken.Count };
        return broken.Count == 0 ? outcome : outcome with { Failure = Failures.Assertion, Message = string.Join("; ", broken) };
    }
}
