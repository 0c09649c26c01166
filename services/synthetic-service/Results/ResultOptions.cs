using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.SyntheticService.Results;

/// <summary>Configuration section <c>Results</c>.</summary>
internal sealed class ResultOptions
{
    public const string SectionName = "Results";

    /// <summary>Days for which results are kept. Default 90.</summary>
    [Range(1, 3650)]
    public int KeepDays { get; set; } = 90;

    /// <summary>Minutes between two removals of older ones. Default 60.</summary>
    [Range(0.001, 1440)]
    public double CleanupMinutes { get; set; } = 60;
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class ResultOptionsValidator : IValidateOptions<ResultOptions>;
