using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using SreCopilot.AlertingService.Channels;
using SreCopilot.OutboundHttp;

namespace SreCopilot.AlertingService.Notifications;

/// <summary>Delivers by SMTP. The connection is made to the address that was checked, as for HTTP, and its certificate is judged the same way.</summary>
internal sealed class EmailDelivery(GuardedConnector connector, CertificateTrust trust, IOptions<NotificationOptions> options)
{
    public async Task<Outcome> SendAsync(EmailDestination mail, Message message, CancellationToken cancel)
    {
        // Real time and not the service's clock: a network does not wait for tests.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.TimeoutSeconds));
        try
        {
            var (connection, fault) = await connector.ConnectAsync(mail.Server, mail.Port, limit.Token);
            if (connection is null)
            {
                return Outcome.Of(fault!.Value);
            }

            await using (connection)
            {
                return await SendAsync(connection, mail, message, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Outcome.Of(OutboundFault.TimedOut);
        }
        catch (Exception exception) when (Judge(exception) is { } outcome)
        {
            return outcome;
        }
    }

    private async Task<Outcome> SendAsync(Stream connection, EmailDestination mail, Message message, CancellationToken cancel)
    {
        using var client = new SmtpClient
        {
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = (_, certificate, chain, errors) => trust.Accepts(certificate, chain, errors),
            LocalDomain = "sre-copilot.local",
        };
        var security = mail.Security switch { "tls" => SecureSocketOptions.SslOnConnect, "none" => SecureSocketOptions.None, _ => SecureSocketOptions.StartTls };
        await client.ConnectAsync(connection, mail.Server, mail.Port, security, cancel);
        if (mail.User is { } user)
        {
            await client.AuthenticateAsync(user, mail.Password ?? "", cancel);
        }

        using var letter = Write(mail, message);
        await client.SendAsync(letter, cancel);
        // It is delivered, whether the goodbye arrives or not.
        await client.DisconnectAsync(quit: false, CancellationToken.None);
        return Outcome.Delivered;
    }

    private static MimeMessage Write(EmailDestination mail, Message message)
    {
        var letter = new MimeMessage
        {
            // The same in every attempt, so that mailboxes can tell repetitions.
            MessageId = $"{message.Id}@sre-copilot",
            Date = message.At,
            Subject = $"[{(message.IsOver ? "resolved" : message.Severity)}] {message.Title}",
            Body = new TextPart("plain") { Text = Describe(message) },
        };
        letter.From.Add(MailboxAddress.Parse(mail.From));
        letter.To.AddRange(mail.To.Select(MailboxAddress.Parse));
        letter.Headers.Add("Auto-Submitted", "auto-generated");
        return letter;
    }

    private static string Describe(Message message) => string.Join("\n\n", message.Lines.Select(line =>
        $"{(message.Lines.Count > 1 ? $"[{(line.IsOver ? "resolved" : "firing")}] " : "")}{line.Alert.Title}\n{(line.IsOver ? "Resolved." : line.Alert.Message)}\n"
        + $"Severity: {line.Alert.Severity}\nService: {line.Service}{(line.Alert.Value is { } value ? FormattableString.Invariant($"\nMetric value: {value:0.##}") : "")}"));

    // What mail servers say is theirs: only its number is repeated.
    private static Outcome? Judge(Exception exception) => exception switch
    {
        SmtpCommandException command => new Outcome($"The mail server refused the message ({(int)command.StatusCode}).", (int)command.StatusCode >= 500),
        AuthenticationException => new Outcome("The mail server refused user name or password.", true),
        SslHandshakeException => new Outcome("The connection to the mail server could not be encrypted: check its certificate.", false),
        NotSupportedException => new Outcome("The mail server does not offer STARTTLS or a way to log in.", true),
        ProtocolException or IOException or ServiceNotConnectedException or ServiceNotAuthenticatedException or System.Net.Sockets.SocketException =>
            new Outcome("The mail server could not be reached or broke the connection.", false),
        _ => null,
    };
}
