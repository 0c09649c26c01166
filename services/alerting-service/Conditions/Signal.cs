namespace SreCopilot.AlertingService.Conditions;

/// <summary>What a condition looks at.</summary>
internal static class Signal
{
    public const string Metric = "metric";
    public const string Log = "log";
    public const string Error = "error";
    public const string Trace = "trace";
    public const string Host = "host";
    public const string Slo = "slo";

    public static readonly string[] All = [Metric, Log, Error, Trace, Host, Slo];

    private static readonly string[] Counting = ["count", "rate"];
    private static readonly string[] Values = ["avg", "min", "max"];
    private static readonly string[] Times = ["avg", "max", "p50", "p75", "p90", "p95", "p99"];
    private static readonly string[] Series = ["avg", "sum", "min", "max", "last", "count", "increase", "rate", "p50", "p75", "p90", "p95", "p99"];

    /// <summary>What <c>metric_name</c> may be; null: anything.</summary>
    public static IReadOnlyList<string>? MetricsOf(string signal) => signal switch
    {
        Log => ["log_count"],
        Error => ["error_count"],
        Trace => ["error_rate", "failure_rate", "latency", "throughput", "apdex"],
        Host => ["cpu_percent", "memory_percent", "disk_percent"],
        Slo => ["burn_rate"],
        _ => null,
    };

    /// <summary>The first one is the default.</summary>
    public static IReadOnlyList<string> AggregationsOf(string signal) => signal switch
    {
        Log or Error => Counting,
        Trace => Times,
        Host => Values,
        Slo => ["min"],
        _ => Series,
    };

    /// <summary>By what its series may be told apart; null: by any label, or <c>*</c> for each series.</summary>
    public static IReadOnlyList<string>? GroupsOf(string signal) => signal switch
    {
        Log => ["service", "level"],
        Error => ["service", "fingerprint"],
        Trace => ["service", "endpoint"],
        Host => ["host"],
        Slo => [],
        _ => null,
    };
}
