using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.ApiGateway.Settings.Probes;

/// <summary>Configuration section <c>ConnectionTests</c>: providers that have one address for everybody.</summary>
internal sealed class ProbeOptions
{
    public const string SectionName = "ConnectionTests";

    /// <summary>PagerDuty's REST API. Accounts in the EU use <c>https://api.eu.pagerduty.com</c>.</summary>
    [Url]
    public string PagerDutyApi { get; set; } = "https://api.pagerduty.com";

    /// <summary>PagerDuty's Events API. Accounts in the EU use <c>https://events.eu.pagerduty.com</c>.</summary>
    [Url]
    public string PagerDutyEvents { get; set; } = "https://events.pagerduty.com";

    /// <summary>OpenAI's API.</summary>
    [Url]
    public string OpenAiApi { get; set; } = "https://api.openai.com";
}

[OptionsValidator]
internal sealed partial class ProbeOptionsValidator : IValidateOptions<ProbeOptions>;
