using System.Text.Json.Nodes;
using Npgsql;
using SreCopilot.OutboundHttp;

namespace SreCopilot.ApiGateway.Settings.Probes;

/// <summary>Logs in to a PostgreSQL server.</summary>
internal sealed class PostgresProbe(GuardedConnector connector, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public async Task<TestResult> TryAsync(JsonObject config, CancellationToken cancel)
    {
        if (config.Port(5432, "port") is not { } port)
        {
            return new TestResult(false, "port must be a number from 1 to 65535.");
        }

        using var deadline = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            // The driver connects by itself, so it gets the address that was checked instead of the name.
            var (address, fault) = await connector.ResolveAsync(config.Text("host") ?? "localhost", both.Token);
            if (address is null)
            {
                return new TestResult(false, fault!.Value.Describe());
            }

            var connection = new NpgsqlConnectionStringBuilder
            {
                Host = address.ToString(),
                Port = port,
                Database = config.Text("dbname", "database") ?? "postgres",
                Username = config.Text("user", "username") ?? "postgres",
                Password = config.Text("password") ?? "",
                Timeout = (int)Deadline.TotalSeconds,
                Pooling = false,
            };
            var builder = new NpgsqlSlimDataSourceBuilder(connection.ConnectionString);
            builder.EnableTransportSecurity();
            await using var source = builder.Build();
            await using var open = await source.OpenConnectionAsync(both.Token);
            return new TestResult(true, "The connection works.");
        }
        catch (PostgresException exception)
        {
            return new TestResult(false, Explain(exception.SqlState));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new TestResult(false, OutboundFault.TimedOut.Describe());
        }
        catch (Exception exception) when (exception is NpgsqlException or ArgumentException or TimeoutException)
        {
            return new TestResult(false, OutboundFault.Unreachable.Describe());
        }
    }

    private static string Explain(string state) => state switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "The server refused the user name or password.",
        PostgresErrorCodes.InvalidCatalogName => "The server has no database of this name.",
        _ => $"The server answered with error {state}.",
    };
}
