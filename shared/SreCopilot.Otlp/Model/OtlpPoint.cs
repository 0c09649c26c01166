namespace SreCopilot.Otlp;

/// <summary>What kind of metric a point belongs to.</summary>
public enum OtlpMetricKind
{
    /// <summary>A value at a moment.</summary>
    Gauge,

    /// <summary>A sum, see <see cref="OtlpMetric.IsMonotonic"/> and <see cref="OtlpMetric.Temporality"/>.</summary>
    Sum,

    /// <summary>Counts of values between bounds.</summary>
    Histogram,

    /// <summary>Counts of values between bounds that grow exponentially.</summary>
    ExponentialHistogram,

    /// <summary>Quantiles that the sender computed.</summary>
    Summary,
}

/// <summary>Since when a sum or histogram counts.</summary>
public enum OtlpTemporality
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>Since the previous point.</summary>
    Delta,

    /// <summary>Since the sender started.</summary>
    Cumulative,
}

/// <summary>What the points of a metric have in common.</summary>
/// <param name="Name">For example <c>http.server.request.duration</c>.</param>
/// <param name="Unit">For example <c>s</c>.</param>
/// <param name="Description">In words.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Temporality">Of sums and histograms.</param>
/// <param name="IsMonotonic">Of sums: it never decreases but for a restart.</param>
public sealed record OtlpMetric(string Name, string Unit, string Description, OtlpMetricKind Kind, OtlpTemporality Temporality, bool IsMonotonic);

/// <summary>One point of a metric. Exemplars are not read: nothing here shows them.</summary>
public sealed record OtlpPoint(OtlpResource Resource, OtlpScope Scope, OtlpMetric Metric)
{
    /// <summary>Its attributes.</summary>
    public OtlpAttributes Attributes { get; set; } = OtlpAttributes.None;

    /// <summary>Since when it counts, in nanoseconds since 1970; 0 when unknown.</summary>
    public ulong StartNanoseconds { get; set; }

    /// <summary>Its time, in nanoseconds since 1970.</summary>
    public ulong TimeNanoseconds { get; set; }

    /// <summary>The sender says that there is no value: the series ended.</summary>
    public bool HasNoValue { get; set; }

    /// <summary>The value of a gauge or sum.</summary>
    public double Value { get; set; }

    /// <summary>How many values a histogram or summary counted.</summary>
    public ulong Count { get; set; }

    /// <summary>Their sum.</summary>
    public double? Sum { get; set; }

    /// <summary>The least of them.</summary>
    public double? Min { get; set; }

    /// <summary>The greatest of them.</summary>
    public double? Max { get; set; }

    /// <summary>Upper bounds of the buckets of a histogram; the last bucket has none, so there is one count more.</summary>
    public double[] Bounds { get; set; } = [];

    /// <summary>How many values are in each bucket.</summary>
    public ulong[] BucketCounts { get; set; } = [];

    /// <summary>Of an exponential histogram: bucket i of <see cref="Positive"/> ends at base^(offset+i+1), base = 2^(2^-scale).</summary>
    public int Scale { get; set; }

    /// <summary>Values that count as zero.</summary>
    public ulong ZeroCount { get; set; }

    /// <summary>Buckets of positive values.</summary>
    public OtlpBuckets Positive { get; set; }

    /// <summary>Buckets of negative values.</summary>
    public OtlpBuckets Negative { get; set; }

    /// <summary>Quantiles of a summary.</summary>
    public IReadOnlyList<(double Quantile, double Value)> Quantiles { get; set; } = [];
}

/// <summary>Buckets of an exponential histogram.</summary>
/// <param name="Offset">The index of the first one.</param>
/// <param name="Counts">How many values are in each.</param>
public readonly record struct OtlpBuckets(int Offset, ulong[] Counts);
