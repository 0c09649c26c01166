using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.IntegrationService.Webhooks;

/// <summary>Configuration section <c>Webhooks</c>.</summary>
internal sealed class WebhookOptions
{
    public const string SectionName = "Webhooks";

    /// <summary>Seconds by which the moment in a signed timestamp may differ from now. Default 300.</summary>
    [Range(10, 3600)]
    public int ReplaySeconds { get; set; } = 300;

    /// <summary>Minutes for which the last answer about an integration counts while auth-service is away. Default 5; 0: not at all.</summary>
    [Range(0, 1440)]
    public int TrustMinutes { get; set; } = 5;

    /// <summary>Seconds between the last alert of a group being over and its incident being resolved: an alert that comes back within
    /// them goes on with the same incident. Default 60.</summary>
    [Range(0, 86_400)]
    public int HoldSeconds { get; set; } = 60;

    /// <summary>Seconds that an answer waits for incident-service; after that the incident follows in the background. Default 5.</summary>
    [Range(0.1, 60)]
    public double AnswerSeconds { get; set; } = 5;

    /// <summary>Seconds between two looks for what is due in the background. Default 1.</summary>
    [Range(0.01, 60)]
    public double PollSeconds { get; set; } = 1;

    /// <summary>Days for which deliveries are kept. Default 7.</summary>
    [Range(1, 365)]
    public int DeliveryDays { get; set; } = 7;

    /// <summary>Days for which alerts are kept after they are over. Default 90.</summary>
    [Range(1, 3650)]
    public int AlertDays { get; set; } = 90;
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class WebhookOptionsValidator : IValidateOptions<WebhookOptions>;
