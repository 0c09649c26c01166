using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.ApiGateway.ApiKeys;

/// <summary>Configuration section <c>ApiKeys</c>: how long answers of auth-service are believed.</summary>
internal sealed class ApiKeyOptions
{
    public const string SectionName = "ApiKeys";

    /// <summary>Seconds for which a valid key is remembered. A revocation drops it at once. Default 30.</summary>
    [Range(1, 300)]
    public double ValidSeconds { get; set; } = 30;

    /// <summary>Seconds for which an invalid key is remembered. Default 5.</summary>
    [Range(1, 60)]
    public double InvalidSeconds { get; set; } = 5;

    /// <summary>Most keys remembered of either kind, about 300 bytes each. Default 10,000.</summary>
    [Range(100, 1_000_000)]
    public int Capacity { get; set; } = 10_000;

    /// <summary>Seconds that auth-service may take. Default 5.</summary>
    [Range(0.1, 30)]
    public double TimeoutSeconds { get; set; } = 5;
}

[OptionsValidator]
internal sealed partial class ApiKeyOptionsValidator : IValidateOptions<ApiKeyOptions>;
