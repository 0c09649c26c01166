using System.Globalization;
using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.RootCause;

namespace SreCopilot.AiService.Collection;

/// <summary>Services that answer no request any more although those that call them are still working. Pure.</summary>
internal static class SilentServices
{
    /// <summary>Fewer requests than this would have come: silence says nothing.</summary>
    private const double LeastExpected = 6;

    public static IEnumerable<Evidence> Find(ServiceSeries series, Topology topology)
    {
        var window = series.Window;
        foreach (var service in series.Services)
        {
            var requests = series.Find(service)!.Requests;
            var usual = Robust.Median(requests.AsSpan(0, window.NormalRows));
            // The minute that is not over yet does not count.
            var last = Array.FindLastIndex(requests, requests.Length - 2, count => count > 0);
            var silent = requests.Length - 2 - last;
            var callers = topology.Edges.Where(edge => edge.Callee == service).Select(edge => series.Find(edge.Caller)).OfType<ServiceSeries.Columns>();
            var asked = callers.Any(caller => caller.Requests.AsSpan(last + 1).ToArray().Any(count => count > 0));
            if (last < window.NormalRows - 1 || silent < 2 || !(usual * silent >= LeastExpected) || !asked)
            {
                continue;
            }

            yield return new(
                $"silent:{service}", EvidenceKind.TracePropagation, Signal.DependencyFailing, service,
                string.Create(CultureInfo.InvariantCulture, $"{service} has answered no request for {silent} minutes; before it answered {usual:0.#} a minute, and its callers still work"),
                $"/services/{Uri.EscapeDataString(service)}", window.TimeOf(last + 1), 0.9, Math.Min(0.95, 1 - Math.Exp(-usual * silent / 5)));
        }
    }
}
