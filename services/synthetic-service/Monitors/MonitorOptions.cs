using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.SyntheticService.Monitors;

/// <summary>Configuration section <c>Monitors</c>.</summary>
internal sealed class MonitorOptions
{
    public const string SectionName = "Monitors";

    /// <summary>Most monitors of a project. Default 500.</summary>
    [Range(1, 100_000)]
    public int MaxPerProject { get; set; } = 500;
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class MonitorOptionsValidator : IValidateOptions<MonitorOptions>;
