using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SreCopilot.Tests;

/// <summary>A letter that arrived.</summary>
internal sealed record Letter(string From, IReadOnlyList<string> To, string Data, bool WasEncrypted, string? User);

/// <summary>A mail server (RFC 5321) with STARTTLS and AUTH PLAIN on a free port of 127.0.0.1.</summary>
internal sealed class SmtpReceiver : IAsyncDisposable
{
    public const string Password = "mail password";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate;
    private readonly Task _accepting;

    public SmtpReceiver(X509Certificate2? certificate = null)
    {
        _certificate = certificate ?? TestCertificates.Good(DateTimeOffset.UtcNow.AddDays(30));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentQueue<Letter> Letters { get; } = [];

    /// <summary>What it answers to a receiver.</summary>
    public string Verdict { get; set; } = "250 ok";

    public bool OffersEncryption { get; set; } = true;

    public object Config(params string[] to) => new
    {
        smtp_host = "127.0.0.1", smtp_port = Port, smtp_user = "ana", smtp_password = Password, from_email = "alerts@acme.example", to_emails = to is [] ? ["ops@acme.example"] : to,
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = TalkAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It stops.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or did not like the certificate.
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        var (from, to, user, encrypted) = ("", new List<string>(), (string?)null, false);
        await SayAsync(stream, "220 mail.acme.example");
        while (await ReadAsync(stream) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO" or "HELO":
                    await SayAsync(stream, $"250-mail.acme.example\r\n{(OffersEncryption && !encrypted ? "250-STARTTLS\r\n" : "")}{(encrypted ? "250-AUTH PLAIN\r\n" : "")}250 8BITMIME");
                    break;
                case "STARTTLS":
                    await SayAsync(stream, "220 go");
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(_certificate);
                    (stream, encrypted) = (secure, true);
                    break;
                case "AUTH":
                    var parts = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])).Split('\0');
                    user = parts[2] == Password ? parts[1] : null;
                    await SayAsync(stream, user is null ? "535 no" : "235 welcome");
                    break;
                case "MAIL":
                    from = line;
                    await SayAsync(stream, "250 ok");
                    break;
                case "RCPT":
                    to.Add(line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)]);
                    await SayAsync(stream, Verdict);
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    var data = new StringBuilder();
                    while (await ReadAsync(stream) is { } text && text != ".")
                    {
                        data.Append(text).Append('\n');
                    }

                    Letters.Enqueue(new Letter(from, to, data.ToString(), encrypted, user));
                    await SayAsync(stream, "250 it is on its way");
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 ok");
                    break;
            }
        }
    }

    private async Task SayAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), _stop.Token);

    // Byte by byte: after STARTTLS nothing of the handshake may have been read.
    private async Task<string?> ReadAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) == 1)
        {
            if (one[0] == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(one[0]);
        }

        return null;
    }
}
