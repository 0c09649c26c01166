using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SreCopilot.OutboundHttp;

namespace SreCopilot.ApiGateway.Settings.Probes;

/// <summary>Sends AUTH, SELECT and PING to a Redis server. Written by hand because a client library would connect by itself.</summary>
internal sealed class RedisProbe(GuardedConnector connector, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public async Task<TestResult> TryAsync(JsonObject config, CancellationToken cancel)
    {
        if (config.Port(6379, "port") is not { } port)
        {
            return new TestResult(false, "port must be a number from 1 to 65535.");
        }

        if (!int.TryParse(config.Text("db") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var database))
        {
            return new TestResult(false, "db must be a whole number.");
        }

        using var deadline = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            var (connection, fault) = await connector.ConnectAsync(config.Text("host") ?? "localhost", port, both.Token);
            if (connection is null)
            {
                return new TestResult(false, fault!.Value.Describe());
            }

            await using var stream = connection;
            using var talk = new LineTalk(stream);
            if (config.Text("password") is { } password && (await AskAsync(talk, both.Token, "AUTH", password)).StartsWith('-'))
            {
                return new TestResult(false, "The server refused the password.");
            }

            if (database > 0 && (await AskAsync(talk, both.Token, "SELECT", database.ToString(CultureInfo.InvariantCulture))).StartsWith('-'))
            {
                return new TestResult(false, "The server has no database of this number, or wants a password.");
            }

            return await AskAsync(talk, both.Token, "PING") switch
            {
                "+PONG" => new TestResult(true, "The connection works."),
                ['-', 'N', 'O', 'A', 'U', 'T', 'H', ..] => new TestResult(false, "The server wants a password."),
                _ => new TestResult(false, "Something answers there, but not as a Redis server."),
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new TestResult(false, OutboundFault.TimedOut.Describe());
        }
        catch (IOException)
        {
            return new TestResult(false, "The server closed the connection.");
        }
    }

    private static async Task<string> AskAsync(LineTalk talk, CancellationToken cancel, params string[] command)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
        foreach (var word in command)
        {
            text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        }

        await talk.SendAsync(text.ToString(), cancel);
        return await talk.ReadLineAsync(cancel);
    }
}
