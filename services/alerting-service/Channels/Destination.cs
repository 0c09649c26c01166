namespace SreCopilot.AlertingService.Channels;

/// <summary>Where a channel leads, with its secrets.</summary>
internal abstract record Destination
{
    public const string Email = "email";
    public const string Slack = "slack";
    public const string PagerDuty = "pagerduty";
    public const string Webhook = "webhook";
    public const string Teams = "msteams";

    public static readonly string[] Types = [Email, Slack, PagerDuty, Webhook, Teams];

    /// <summary>What secrets are bound to: they do not follow to another one.</summary>
    public abstract string Place { get; }

    /// <summary>The host that is called; null: the platform decides.</summary>
    public virtual string? Host => null;
}

/// <summary>Slack and its like (Mattermost, Rocket.Chat): the URL is the credential.</summary>
internal sealed record SlackDestination(Uri Url) : Destination
{
    public override string Place => Url.AbsoluteUri;

    public override string? Host => Url.DnsSafeHost;
}

/// <summary>Microsoft Teams.</summary>
internal sealed record TeamsDestination(Uri Url) : Destination
{
    public override string Place => Url.AbsoluteUri;

    public override string? Host => Url.DnsSafeHost;
}

/// <summary>Any program that understands JSON; the secret signs what it gets.</summary>
internal sealed record WebhookDestination(Uri Url, string SigningSecret) : Destination
{
    public override string Place => Url.AbsoluteUri;

    public override string? Host => Url.DnsSafeHost;
}

/// <summary>PagerDuty, Events API v2.</summary>
internal sealed record PagerDutyDestination(string RoutingKey) : Destination
{
    public override string Place => "pagerduty";
}

/// <summary>A mail server and who gets mail from it.</summary>
/// <param name="Server">A name or an address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">starttls, tls or none.</param>
/// <param name="User">Null: it wants none.</param>
/// <param name="Password">Of the user.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The receivers.</param>
internal sealed record EmailDestination(string Server, int Port, string Security, string? User, string? Password, string From, IReadOnlyList<string> To) : Destination
{
    public override string Place => $"{Server}:{Port} {Security} {User}";

    public override string? Host => Server;
}
