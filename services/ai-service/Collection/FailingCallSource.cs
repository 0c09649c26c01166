using System.Globalization;
using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>Traces of a failing service: whose calls fail at the very end, at something that sent no span of its own.</summary>
internal static class FailingCallSource
{
    private const int Traces = 6;
    private const double MostShare = 0.95;

    public static async Task<SuspectFindings> CollectAsync(Question question, string service, DateTimeOffset onset, CancellationToken cancel)
    {
        var list = await question.GetMetricsAsync(
            $"/traces?service={Uri.EscapeDataString(service)}&status=error&limit={Traces}&{Question.Range(onset, question.Window.To)}", PeerJson.Default.IReadOnlyListTraceSummaryBody, cancel);
        var traces = await Task.WhenAll((list.Value ?? []).Select(trace =>
            question.GetMetricsAsync($"/traces/{Uri.EscapeDataString(trace.TraceId)}", PeerJson.Default.TraceBody, cancel)));
        var read = traces.Select(trace => trace.Value).OfType<TraceBody>().OrderBy(trace => trace.TraceId, StringComparer.Ordinal).ToList();
        if (read.Count == 0)
        {
            return SuspectFindings.Nothing;
        }

        var failed = read.SelectMany(trace => FindDeadEnds(trace, service).Select(call => (trace.TraceId, Call: call))).ToList();
        return new(
            [.. failed.GroupBy(one => one.Call.Target, StringComparer.Ordinal).SelectMany(calls => Describe(calls.Key, [.. calls], read.Count, service))],
            [
                .. failed.GroupBy(one => one.Call.Target, StringComparer.Ordinal).Select(calls => (Target: calls.Key, Share: (double)calls.DistinctBy(one => one.TraceId).Count() / read.Count, First: calls.First()))
                    .Select(one => new Explanation(
                        service, one.Target, Math.Min(MostShare, one.Share),
                        string.Create(CultureInfo.InvariantCulture, $"In {one.Share * 100:0} % of the failed traces it was the call of {service} to {one.Target} that failed first"), $"/traces/{one.First.TraceId}")),
            ]);
    }

    private static IEnumerable<Evidence> Describe(string target, IReadOnlyList<(string TraceId, FailedCall Call)> calls, int traces, string service)
    {
        var first = calls.OrderBy(one => one.Call.At).ThenBy(one => one.TraceId, StringComparer.Ordinal).First();
        var share = (double)calls.DistinctBy(one => one.TraceId).Count() / traces;
        var evidence = new Evidence(
            $"failing:{service}:{target}", EvidenceKind.TracePropagation, Signal.DependencyFailing, target,
            $"Calls of {service} to {target} fail{(first.Call.Message.Length > 0 ? ": " + Words.Cut(first.Call.Message, 200) : "")}",
            $"/traces/{first.TraceId}", first.Call.At, share, Strength.QualityOf(calls.Count * 5));
        yield return evidence;
        if (calls.Any(one => Phrases.SaysCertificateExpired(one.Call.Message)))
        {
            yield return evidence with { Id = $"certificate:{service}:{target}", Signal = Signal.CertificateExpired, Strength = 1 };
        }
    }

    // A failed client span below which the other side wrote nothing: it was not reached, or it is not one of ours.
    private static IEnumerable<FailedCall> FindDeadEnds(TraceBody trace, string service)
    {
        var parents = trace.Spans.Select(span => span.ParentSpanId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return trace.Spans
            .Where(span => span.ServiceName == service && span is { Kind: "client" or "producer", Status: "error" } && !parents.Contains(span.SpanId))
            .Select(span => (span, Target: Attributes.IsDatabase(span.Attributes) ? Attributes.DatabaseOf(span.Attributes) : Attributes.PeerOf(span.Attributes)))
            .Where(one => one.Target is not null)
            .Select(one => new FailedCall(one.Target!, one.span.StatusMessage ?? "", one.span.Timestamp));
    }

    private sealed record FailedCall(string Target, string Message, DateTimeOffset At);
}
