using System.Globalization;
using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>Whether a service waits longer for its database than before, and for which.</summary>
internal static class DatabaseSource
{
    private const double LeastRatio = 1.5;
    private const double LeastExtraMs = 5;
    private const double MostShare = 0.95;

    public static async Task<SuspectFindings> CollectAsync(Question question, string service, DateTimeOffset onset, CancellationToken cancel)
    {
        var (window, path) = (question.Window, $"/metrics/services/{Uri.EscapeDataString(service)}");
        var times = await Task.WhenAll(new[] { Question.Range(window.From, onset), Question.Range(onset, window.To) }.Select(range =>
            question.GetMetricsAsync($"{path}/database-queries?{range}", PeerJson.Default.DatabaseTimeBody, cancel)));
        if (times is not [{ Value: { QueryCount: > 0 } before }, { Value: { QueryCount: > 0 } after }])
        {
            return SuspectFindings.Nothing;
        }

        var extra = after.AvgQueryTimeMs - before.AvgQueryTimeMs;
        if (after.AvgQueryTimeMs < before.AvgQueryTimeMs * LeastRatio || extra < LeastExtraMs)
        {
            return new([new($"database-normal:{service}", EvidenceKind.MetricAnomaly, Signal.DatabaseNormal, service,
                $"{service} waits for its database as long as before", $"/services/{Uri.EscapeDataString(service)}", window.Detected, 0.8, Strength.QualityOf(after.QueryCount))], []);
        }

        var (name, trace) = await FindNameAsync(question, path, service, onset, cancel);
        var link = trace is null ? $"/services/{Uri.EscapeDataString(service)}" : $"/traces/{trace}";
        var summary = string.Create(CultureInfo.InvariantCulture, $"{service} waits {after.AvgQueryTimeMs:0} ms for {name} instead of {before.AvgQueryTimeMs:0} ms");
        var share = await ShareAsync(question, path, onset, extra, after.QueryCount, cancel);
        return new(
            [new($"database:{service}:{name}", EvidenceKind.MetricAnomaly, Signal.DatabaseSlow, name, summary, link, onset, Strength.OfRatio(before.AvgQueryTimeMs, after.AvgQueryTimeMs),
                Strength.QualityOf(after.QueryCount))],
            [new(service, name, share, $"{summary}: {share * 100:0} % of what it takes longer", link)]);
    }

    // Of the time that requests take longer now, how much is spent waiting for the database.
    private static async Task<double> ShareAsync(Question question, string path, DateTimeOffset onset, double extra, long waiting, CancellationToken cancel)
    {
        var figures = await Task.WhenAll(new[] { Question.Range(question.Window.From, onset), Question.Range(onset, question.Window.To) }.Select(range =>
            question.GetMetricsAsync($"{path}/overview?{range}", PeerJson.Default.ServiceFiguresBody, cancel)));
        return figures is [{ Value: { } before }, { Value: { TotalTransactions: > 0 } after }] && after.AvgResponseTimeMs > before.AvgResponseTimeMs
            ? Math.Clamp(extra * waiting / after.TotalTransactions / (after.AvgResponseTimeMs - before.AvgResponseTimeMs), 0, MostShare)
            : 0.5;
    }

    private static async Task<(string Name, string? Trace)> FindNameAsync(Question question, string path, string service, DateTimeOffset onset, CancellationToken cancel)
    {
        var slow = await question.GetMetricsAsync(
            $"{path}/slow-transactions?min_duration_ms=0&limit=5&{Question.Range(onset, question.Window.To)}", PeerJson.Default.IReadOnlyListTransactionBody, cancel);
        foreach (var trace in (slow.Value ?? []).Select(transaction => transaction.TraceId).OfType<string>().Where(id => id.Length > 0).Take(2))
        {
            var spans = (await question.GetMetricsAsync($"/traces/{Uri.EscapeDataString(trace)}", PeerJson.Default.TraceBody, cancel)).Value?.Spans ?? [];
            if (spans.Where(span => span.ServiceName == service && Attributes.IsDatabase(span.Attributes)).MaxBy(span => span.DurationMs) is { } longest)
            {
                return (Attributes.DatabaseOf(longest.Attributes) ?? $"the database of {service}", trace);
            }
        }

        return ($"the database of {service}", null);
    }
}
