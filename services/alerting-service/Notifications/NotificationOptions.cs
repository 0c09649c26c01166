using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.AlertingService.Notifications;

/// <summary>Configuration section <c>Notifications</c>.</summary>
internal sealed class NotificationOptions
{
    public const string SectionName = "Notifications";

    /// <summary>Seconds that a notification waits for more of the same policy before it is sent. Default 5.</summary>
    [Range(0, 300)]
    public double GroupSeconds { get; set; } = 5;

    /// <summary>How often a delivery is tried before it is dead. Default 10, which takes about half an hour.</summary>
    [Range(1, 50)]
    public int MaxAttempts { get; set; } = 10;

    /// <summary>Seconds before the second attempt; doubled with each further one. Default 5.</summary>
    [Range(0.01, 600)]
    public double RetrySeconds { get; set; } = 5;

    /// <summary>The longest pause between two attempts in seconds. Default 900. What a server asks for counts up to an hour.</summary>
    [Range(1, 3600)]
    public double MaxRetrySeconds { get; set; } = 900;

    /// <summary>Seconds that one delivery may take. Default 15.</summary>
    [Range(1, 25)]
    public double TimeoutSeconds { get; set; } = 15;

    /// <summary>Deliveries at once to channels that work, and as many again to channels whose last delivery failed. Default 32.</summary>
    [Range(1, 500)]
    public int Parallelism { get; set; } = 32;

    /// <summary>Seconds between two looks for what is due. Default 1.</summary>
    [Range(0.01, 60)]
    public double PollSeconds { get; set; } = 1;

    /// <summary>Where PagerDuty takes events. Default <c>https://events.pagerduty.com/v2/enqueue</c>; accounts in Europe have another one.</summary>
    [Required]
    public Uri PagerDutyUrl { get; set; } = new("https://events.pagerduty.com/v2/enqueue");

    /// <summary>Where people open the platform; links in messages begin with it. Default none: messages have no links.</summary>
    public Uri? PublicUrl { get; set; }
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class NotificationOptionsValidator : IValidateOptions<NotificationOptions>;
