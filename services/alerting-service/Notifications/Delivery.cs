using SreCopilot.AlertingService.Channels;

namespace SreCopilot.AlertingService.Notifications;

/// <summary>Delivers to any kind of channel.</summary>
internal sealed class Delivery(HttpDelivery http, EmailDelivery email, ChannelConfig configs)
{
    /// <summary>One attempt.</summary>
    /// <param name="channel">To which channel.</param>
    /// <param name="message">What.</param>
    /// <param name="isTest">Whether whatever the message opens at the receiver is closed again at once.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Outcome> SendAsync(Channel channel, Message message, bool isTest, CancellationToken cancel)
    {
        if (configs.Read(channel.Id, channel.ConfigEncrypted) is not { } config)
        {
            return Task.FromResult(new Outcome("The channel's configuration can no longer be decrypted; enter it again.", IsFinal: true));
        }

        return ChannelConfig.Understand(channel.Type, config).Destination switch
        {
            SlackDestination slack => http.SendAsync(slack, message, cancel),
            TeamsDestination teams => http.SendAsync(teams, message, cancel),
            WebhookDestination webhook => http.SendAsync(webhook, message, cancel),
            PagerDutyDestination pagerDuty => http.SendAsync(pagerDuty, message, isTest, cancel),
            EmailDestination mail => email.SendAsync(mail, message, cancel),
            _ => Task.FromResult(new Outcome("The channel's configuration is not complete.", IsFinal: true)),
        };
    }
}
