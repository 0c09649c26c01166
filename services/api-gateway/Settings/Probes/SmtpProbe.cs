using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using System.Text.Json.Nodes;
using SreCopilot.OutboundHttp;

namespace SreCopilot.ApiGateway.Settings.Probes;

/// <summary>Says hello to a mail server, switches to TLS and logs in; sends no mail.</summary>
internal sealed class SmtpProbe(GuardedConnector connector, TimeProvider time)
{
    private const int ImplicitTlsPort = 465;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public async Task<TestResult> TryAsync(JsonObject config, CancellationToken cancel)
    {
        var host = config.Text("host", "smtp_host") ?? "localhost";
        if (config.Port(587, "port", "smtp_port") is not { } port)
        {
            return new TestResult(false, "port must be a number from 1 to 65535.");
        }

        using var deadline = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            var (connection, fault) = await connector.ConnectAsync(host, port, both.Token);
            if (connection is null)
            {
                return new TestResult(false, fault!.Value.Describe());
            }

            await using (connection)
            {
                return await TalkAsync(connection, host, port == ImplicitTlsPort, config.Text("user", "username", "smtp_user"), config.Text("password", "smtp_password"), both.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new TestResult(false, OutboundFault.TimedOut.Describe());
        }
        catch (AuthenticationException)
        {
            return new TestResult(false, "TLS could not be set up: check that the server's certificate is valid for this host name.");
        }
        catch (IOException)
        {
            return new TestResult(false, "The server closed the connection.");
        }
    }

    private static async Task<TestResult> TalkAsync(Stream plain, string host, bool startsWithTls, string? user, string? password, CancellationToken cancel)
    {
        var secure = startsWithTls ? await SecureAsync(plain, host, cancel) : null;
        var talk = new LineTalk(secure ?? plain);
        if ((await ReadAsync(talk, cancel)).Code != 220)
        {
            return new TestResult(false, "Something answers there, but not as a mail server.");
        }

        var hello = await AskAsync(talk, "EHLO sre-copilot", cancel);
        if (secure is null && hello.Text.Contains("STARTTLS", StringComparison.OrdinalIgnoreCase) && (await AskAsync(talk, "STARTTLS", cancel)).Code == 220)
        {
            secure = await SecureAsync(plain, host, cancel);
            talk = new LineTalk(secure);
            hello = await AskAsync(talk, "EHLO sre-copilot", cancel);
        }

        if (hello.Code != 250)
        {
            return new TestResult(false, $"The mail server answered with code {hello.Code}.");
        }

        if (user is not null)
        {
            if (secure is null)
            {
                return new TestResult(false, "The mail server offers no TLS, so the password was not sent. Use a server or port with STARTTLS, or no login.");
            }

            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{user}\0{password}"));
            if ((await AskAsync(talk, $"AUTH PLAIN {credentials}", cancel)).Code != 235)
            {
                return new TestResult(false, "The mail server refused the user name or password.");
            }
        }

        await talk.SendAsync("QUIT\r\n", cancel);
        return new TestResult(true, secure is null ? "The connection works, without encryption." : "The connection works.");
    }

    private static async Task<SslStream> SecureAsync(Stream plain, string host, CancellationToken cancel)
    {
        var secure = new SslStream(plain, leaveInnerStreamOpen: true);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancel);
        return secure;
    }

    private static async Task<(int Code, string Text)> AskAsync(LineTalk talk, string command, CancellationToken cancel)
    {
        await talk.SendAsync(command + "\r\n", cancel);
        return await ReadAsync(talk, cancel);
    }

    // "250-one", "250-two", "250 last".
    private static async Task<(int Code, string Text)> ReadAsync(LineTalk talk, CancellationToken cancel)
    {
        var text = new StringBuilder();
        for (var lines = 0; lines < 100; lines++)
        {
            var line = await talk.ReadLineAsync(cancel);
            text.AppendLine(line);
            if (line.Length < 4 || line[3] != '-')
            {
                return (int.TryParse(line.AsSpan(0, Math.Min(3, line.Length)), out var code) ? code : 0, text.ToString());
            }
        }

        throw new IOException("The answer is endless.");
    }
}
