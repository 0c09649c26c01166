using SreCopilot.OutboundHttp;
using SreCopilot.SyntheticService.Monitors;

namespace SreCopilot.SyntheticService.Checks;

/// <summary>Opens a connection, with TLS if the URL says so, and closes it again.</summary>
internal sealed class TcpCheck(OutboundProbe probe, TimeProvider time)
{
    public async Task<Outcome> RunAsync(SyntheticMonitor monitor, MonitorTarget target, TimeSpan limit, CancellationToken cancel)
    {
        var seen = await probe.ConnectAsync(target.Host, target.Port!.Value, target.IsSecure, limit, cancel);
        var outcome = Outcome.Of(seen, time.GetUtcNow());
        if (seen.Fault is { } fault)
        {
            var (failure, message) = Failures.Of(fault, seen, limit);
            return outcome with { Failure = failure, Message = message, AssertionsTotal = monitor.Assertions.Length };
        }

        return AssertionCheck.Apply(monitor, seen, outcome);
    }
}
