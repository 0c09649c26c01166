using System.Globalization;

namespace SreCopilot.Benchmarks.Ingest;

/// <summary>Requests as clients write them: 1,000 series, 20 services, spans of four to a trace, log lines of 80 characters.</summary>
internal static class Bodies
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddMinutes(-10);

    public static string Points(int first, int count) => $$"""{"metrics":[{{Each(first, count, n =>
        $$"""{"service_name":"service-{{n % 20}}","metric_name":"metric.{{n % 50}}","value":{{n % 977}}.5,"metric_type":"gauge","tags":{"host":"host-{{n / 50 % 20}}"},"timestamp":"{{Iso(n)}}"}""")}}]}""";

    public static string Spans(int first, int count) => $$"""{"spans":[{{Each(first, count, n =>
        $$"""{"trace_id":"{{Trace(n)}}","span_id":"{{Span(n)}}","parent_span_id":"{{(n % 4 == 0 ? "" : Span(n - (n % 4)))}}","service_name":"service-{{n % 20}}","operation":"GET /orders/{id}","duration_ms":{{n % 300}}.25,"status":"ok","kind":"server","attributes":{"http.request.method":"GET","http.route":"/orders/{id}","http.response.status_code":200},"timestamp":"{{Iso(n)}}"}""")}}]}""";

    public static string Logs(int first, int count) => $$"""{"logs":[{{Each(first, count, n =>
        $$"""{"service_name":"service-{{n % 20}}","level":"{{(n % 10 == 0 ? "ERROR" : "INFO")}}","message":"Request {{n}} of customer {{n % 1013}} was answered after {{n % 300}} ms with status 200","trace_id":"{{Trace(n)}}","attributes":{"host":"host-{{n % 20}}"},"timestamp":"{{Iso(n)}}"}""")}}]}""";

    public static string OtlpPoints(int first, int count) => $$"""{"resourceMetrics":[{{{Resource(first)}},"scopeMetrics":[{"metrics":[{"name":"metric.{{first % 50}}","gauge":{"dataPoints":[{{Each(first, count, n =>
        $$"""{"timeUnixNano":"{{Nano(n)}}","asDouble":{{n % 977}}.5,"attributes":[{"key":"host","value":{"stringValue":"host-{{n % 1000}}"} }]}""")}}]} }]}]}]}""";

    public static string OtlpSpans(int first, int count) => $$"""{"resourceSpans":[{{{Resource(first)}},"scopeSpans":[{"spans":[{{Each(first, count, n =>
        $$"""{"traceId":"{{Trace(n)}}","spanId":"{{Span(n)}}","parentSpanId":"{{(n % 4 == 0 ? "" : Span(n - (n % 4)))}}","name":"GET /orders/{id}","kind":2,"startTimeUnixNano":"{{Nano(n)}}","endTimeUnixNano":"{{Nano(n + 300)}}","attributes":[{"key":"http.route","value":{"stringValue":"/orders/{id}"} }],"status":{} }""")}}]}]}]}""";

    public static string OtlpLogs(int first, int count) => $$"""{"resourceLogs":[{{{Resource(first)}},"scopeLogs":[{"logRecords":[{{Each(first, count, n =>
        $$"""{"timeUnixNano":"{{Nano(n)}}","severityNumber":9,"severityText":"INFO","body":{"stringValue":"Request {{n}} of customer {{n % 1013}} was answered after {{n % 300}} ms with status 200"},"traceId":"{{Trace(n)}}","attributes":[{"key":"host","value":{"stringValue":"host-{{n % 20}}"} }]}""")}}]}]}]}""";

    private static string Resource(int first) => $$"""
        "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"service-{{first % 20}}"} }]}
        """;

    private static string Each(int first, int count, Func<int, string> row) => string.Join(',', Enumerable.Range(first, count).Select(row));

    private static string Trace(int n) => "1" + (n / 4).ToString("x31", CultureInfo.InvariantCulture);

    private static string Span(int n) => (n + 1).ToString("x16", CultureInfo.InvariantCulture);

    private static string Iso(int n) => Start.AddMilliseconds(n % 500_000).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static long Nano(int n) => Start.AddMilliseconds(n % 500_000).ToUnixTimeMilliseconds() * 1_000_000;
}
