using SreCopilot.MetricsCollectorService.Transactions;

namespace SreCopilot.MetricsCollectorService.Traces;

/// <summary>
/// Which spans are a service's answer to somebody: those of kind server and consumer; where clients do not say the kind (the JSON of
/// <c>/traces/ingest</c>), those without a parent, and those whose parent in the same request is another service's.
/// </summary>
internal static class TransactionsFromSpans
{
    public static IEnumerable<Transaction> Find(IReadOnlyList<Span> spans)
    {
        var byId = new Dictionary<(string TraceId, string SpanId), Span>();
        foreach (var span in spans)
        {
            byId.TryAdd((span.TraceId, span.SpanId), span);
        }

        var waiting = new Dictionary<Span, (double Database, double External)>(ReferenceEqualityComparer.Instance);
        foreach (var span in spans)
        {
            // The time a service waits is in its client spans, below the transaction and usually in the same request.
            if (span.Kind == "client" && FindTransaction(span, byId) is { } owner)
            {
                var (database, external) = waiting.GetValueOrDefault(owner);
                waiting[owner] = span.Features.IsDatabase ? (database + span.DurationMs, external) : (database, external + span.DurationMs);
            }
        }

        foreach (var span in spans)
        {
            if (span.Service.Length > 0 && IsTransaction(span, byId))
            {
                var (database, external) = waiting.GetValueOrDefault(span);
                yield return new Transaction(
                    span.SpanId, span.Service, EndpointOf(span), span.Features.Method, span.Features.StatusCode ?? (span.HasError ? 500 : 200), span.Start, span.DurationMs,
                    Math.Min(database, span.DurationMs), Math.Min(external, span.DurationMs), span.HasError ? span.StatusMessage ?? "" : null, span.TraceId);
            }
        }
    }

    private static bool IsTransaction(Span span, Dictionary<(string, string), Span> byId) => span.Kind switch
    {
        "server" or "consumer" => true,
        "" => span.IsRoot || (byId.TryGetValue((span.TraceId, span.ParentSpanId), out var parent) && parent.Service != span.Service),
        _ => false,
    };

    private static Span? FindTransaction(Span span, Dictionary<(string, string), Span> byId)
    {
        // Bounded, because clients can send circles.
        for (var steps = 0; steps < 64 && byId.TryGetValue((span.TraceId, span.ParentSpanId), out var parent) && parent.Service == span.Service; steps++)
        {
            if (IsTransaction(parent, byId))
            {
                return parent;
            }

            span = parent;
        }

        return null;
    }

    // "GET /users/{id}" of a span with the route /users/{id} and the method GET is /users/{id}.
    private static string EndpointOf(Span span) => span.Features.Route ?? span.Features.Path
        ?? (span.Features.Method.Length > 0 && span.Operation.StartsWith(span.Features.Method + " ", StringComparison.OrdinalIgnoreCase)
            ? span.Operation[(span.Features.Method.Length + 1)..]
            : span.Operation);
}
