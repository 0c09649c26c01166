using System.Text;
using SreCopilot.OutboundHttp;
using SreCopilot.SyntheticService.Assertions;
using SreCopilot.SyntheticService.Monitors;

namespace SreCopilot.SyntheticService.Checks;

/// <summary>Sends a request and looks at the answer.</summary>
internal sealed class HttpCheck(OutboundProbe probe, MonitorHeaders headers, TimeProvider time)
{
    /// <summary>Assertions see this much of a body.</summary>
    private const int BodyBytes = 1024 * 1024;

    private static readonly KeyValuePair<string, string>[] Defaults = [new("User-Agent", "SRE-Copilot-Synthetic/1.0"), new("Content-Type", "application/json")];

    public async Task<Outcome> RunAsync(SyntheticMonitor monitor, MonitorTarget target, TimeSpan limit, CancellationToken cancel)
    {
        if (headers.Read(monitor) is not { } sent)
        {
            return new Outcome { Counted = false, Failure = Failures.Configuration, Message = "The stored headers can no longer be decrypted; enter them again." };
        }

        using var request = Create(monitor, target.Address!, sent);
        var seen = await probe.SendAsync(request, new OutboundLimits(limit, BodyBytes), monitor.FollowRedirects, cancel);
        var outcome = Outcome.Of(seen, time.GetUtcNow());
        if (seen.Fault is { } fault)
        {
            var (failure, message) = Failures.Of(fault, seen, limit);
            return outcome with { Failure = failure, Message = message, AssertionsTotal = monitor.Assertions.Length };
        }

        outcome = AssertionCheck.Apply(monitor, seen, outcome);
        // Whoever says which status is right has the last word about it.
        return outcome.Success && seen.Response!.Status >= 400 && !monitor.Assertions.Any(IsAboutStatus)
            ? outcome with { Failure = Failures.Status, Message = $"The status is {seen.Response.Status}." }
            : outcome;
    }

    private static bool IsAboutStatus(string text) => Assertion.Parse(text).Assertion?.Subject == Subjects.StatusCode;

    private static HttpRequestMessage Create(SyntheticMonitor monitor, Uri address, Dictionary<string, string> headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(monitor.Method), address);
        if (monitor.Body is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        foreach (var (name, value) in headers.Concat(Defaults.Where(header => !headers.Keys.Contains(header.Key, StringComparer.OrdinalIgnoreCase))))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }
}
