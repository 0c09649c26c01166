using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.AiService.Collection;

/// <summary>Configuration section <c>Collection</c>: how far evidence is looked for, and how long.</summary>
internal sealed class CollectionOptions
{
    public const string SectionName = "Collection";

    /// <summary>How long one answer of another service may take, in seconds; default 3. What did not answer is named as missing.</summary>
    [Range(0.1, 30)]
    public double AnswerSeconds { get; set; } = 3;

    /// <summary>How long everything may take, in seconds; default 10. Then the answer comes from what is there.</summary>
    [Range(0.5, 50)]
    public double TotalSeconds { get; set; } = 10;

    /// <summary>How much normal operation is compared with, in minutes; default 330. With the rest it must stay below six hours, for
    /// which metrics-collector-service answers from single points.</summary>
    [Range(30, 330)]
    public int BaselineMinutes { get; set; } = 330;

    /// <summary>How long before its detection an incident may have begun, in minutes; default 15.</summary>
    [Range(5, 20)]
    public int BeforeMinutes { get; set; } = 15;

    /// <summary>How much after its detection is looked at, in minutes; default 10.</summary>
    [Range(0, 10)]
    public int AfterMinutes { get; set; } = 10;

    /// <summary>Services whose figures are read, those nearest to the incident first; default 25.</summary>
    [Range(1, 100)]
    public int MostServices { get; set; } = 25;
}

[OptionsValidator]
internal sealed partial class CollectionOptionsValidator : IValidateOptions<CollectionOptions>;
