using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.MetricsCollectorService.Metrics;

/// <summary>Configuration section <c>Metrics</c>.</summary>
internal sealed class MetricOptions
{
    public const string SectionName = "Metrics";

    /// <summary>Series of one project that may have points within a week. Points of further ones are refused. Default 50,000.</summary>
    [Range(1, 10_000_000)]
    public int SeriesPerProject { get; set; } = 50_000;

    /// <summary>Series that a replica remembers, about 60 bytes each. Default 200,000.</summary>
    [Range(1_000, 10_000_000)]
    public int RememberedSeries { get; set; } = 200_000;

    /// <summary>Seconds between two roll-ups. Default 60.</summary>
    [Range(0.01, 3_600)]
    public double RollupSeconds { get; set; } = 60;

    /// <summary>Seconds that the running hour waits until it is rolled up again. Default 300.</summary>
    [Range(0, 3_600)]
    public double RunningHourSeconds { get; set; } = 300;
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class MetricOptionsValidator : IValidateOptions<MetricOptions>;
