using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.SyntheticService.Running;

/// <summary>Configuration section <c>Runner</c>.</summary>
internal sealed class RunnerOptions
{
    public const string SectionName = "Runner";

    /// <summary>How many checks a replica makes at once. Default 32.</summary>
    [Range(1, 1000)]
    public int Parallelism { get; set; } = 32;

    /// <summary>Seconds between two looks for due monitors. Default 1.</summary>
    [Range(0.01, 60)]
    public double PollSeconds { get; set; } = 1;

    /// <summary>Seconds between two attempts of a check. Default 2.</summary>
    [Range(0, 30)]
    public double RetryPauseSeconds { get; set; } = 2;

    /// <summary>Seconds that a lease lasts beyond the time that the check itself may take; then another replica takes over. Default 30.</summary>
    [Range(1, 600)]
    public int LeaseMarginSeconds { get; set; } = 30;
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class RunnerOptionsValidator : IValidateOptions<RunnerOptions>;
