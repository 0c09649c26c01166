using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.AlertingService.Evaluation;

/// <summary>Configuration section <c>Evaluation</c>.</summary>
internal sealed class EvaluatorOptions
{
    public const string SectionName = "Evaluation";

    /// <summary>Seconds between two evaluations of a condition. Default 60.</summary>
    [Range(1, 3600)]
    public int IntervalSeconds { get; set; } = 60;

    /// <summary>Seconds between two looks for due conditions. Default 1.</summary>
    [Range(0.01, 60)]
    public double PollSeconds { get; set; } = 1;

    /// <summary>How many conditions a replica takes at once; those of a project are asked about in one request. Default 250.</summary>
    [Range(1, 500)]
    public int BatchSize { get; set; } = 250;

    /// <summary>Seconds that a peer may take for a batch. Default 20.</summary>
    [Range(1, 40)]
    public double DeadlineSeconds { get; set; } = 20;
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class EvaluatorOptionsValidator : IValidateOptions<EvaluatorOptions>;
