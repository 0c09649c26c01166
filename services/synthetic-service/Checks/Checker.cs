using SreCopilot.OutboundHttp;
using SreCopilot.SyntheticService.Monitors;

namespace SreCopilot.SyntheticService.Checks;

/// <summary>Makes the checks of monitors of all types.</summary>
internal sealed class Checker(HttpCheck http, TcpCheck tcp, PingCheck ping)
{
    /// <summary>One attempt.</summary>
    public async Task<Outcome> TryAsync(SyntheticMonitor monitor, TimeSpan limit, CancellationToken cancel)
    {
        if (MonitorTarget.Parse(monitor.Type, monitor.Url) is not { } target)
        {
            return new Outcome { Failure = Failures.BadAddress, Message = OutboundFault.BadAddress.Describe() };
        }

        return monitor.Type switch
        {
            MonitorType.Tcp => await tcp.RunAsync(monitor, target, limit, cancel),
            MonitorType.Ping => await ping.RunAsync(monitor, target, limit, cancel),
            _ => await http.RunAsync(monitor, target, limit, cancel),
        };
    }

    /// <summary>As many attempts as the monitor allows, until one succeeds. What is refused stays refused and is not tried again.</summary>
    public async Task<Outcome> RunAsync(SyntheticMonitor monitor, TimeSpan pause, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await TryAsync(monitor, TimeSpan.FromSeconds(monitor.TimeoutSeconds), cancel);
            if (outcome.Success || attempt > monitor.Retries || outcome.Failure is Failures.Refused or Failures.BadAddress or Failures.NotPermitted or Failures.Configuration)
            {
                return outcome with { Attempts = attempt };
            }

            await Task.Delay(pause, cancel);
        }
    }
}
