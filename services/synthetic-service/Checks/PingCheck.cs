using SreCopilot.OutboundHttp;
using SreCopilot.SyntheticService.Monitors;

namespace SreCopilot.SyntheticService.Checks;

/// <summary>
/// Sends an ICMP echo. Where the platform may not, it says so: with a port in the URL it opens a TCP connection to it instead,
/// without one nothing is found out and the result does not count.
/// </summary>
internal sealed class PingCheck(OutboundPing ping, TcpCheck tcp)
{
    private const string NotPermitted = "ICMP is not permitted where the platform runs (net.ipv4.ping_group_range, or CAP_NET_RAW)";

    public async Task<Outcome> RunAsync(SyntheticMonitor monitor, MonitorTarget target, TimeSpan limit, CancellationToken cancel)
    {
        var result = await ping.SendAsync(target.Host, limit, cancel);
        if (!result.IsPermitted)
        {
            return target.Port is null
                ? new Outcome { Counted = false, Failure = Failures.NotPermitted, Message = $"{NotPermitted}. Use a tcp monitor, or an http(s) URL." }
                : await FallBackAsync(monitor, target, limit, cancel);
        }

        var seen = new ProbeResult { Total = result.RoundTrip ?? TimeSpan.Zero, Fault = result.Fault, Stage = ProbeStage.Done };
        return result.Fault switch
        {
            null => AssertionCheck.Apply(monitor, seen, new Outcome { ResponseTime = seen.Total }),
            OutboundFault.Refused => Failed(Failures.Refused, OutboundFault.Refused.Describe()),
            OutboundFault.TimedOut => Failed(Failures.Timeout, $"No echo within {limit.TotalSeconds:0} s."),
            _ => Failed(Failures.Connect, "The host is unknown or cannot be reached."),
        };

        Outcome Failed(string failure, string message) => new() { Failure = failure, Message = message, AssertionsTotal = monitor.Assertions.Length };
    }

    private async Task<Outcome> FallBackAsync(SyntheticMonitor monitor, MonitorTarget target, TimeSpan limit, CancellationToken cancel)
    {
        var outcome = await tcp.RunAsync(monitor, target, limit, cancel);
        return outcome with { Message = $"{NotPermitted}; a TCP connection to port {target.Port} was tried instead. {outcome.Message}".TrimEnd() };
    }
}
