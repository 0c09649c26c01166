using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using SreCopilot.ServiceDefaults.Telemetry;

namespace SreCopilot.WebsocketService.Connections;

/// <summary>All connections of this replica, how many there may be, and why they ended.</summary>
internal sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<ClientConnection, byte> _connected = [];
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _waiting = [];
    private readonly Dictionary<Guid, int> _users = [];
    private readonly WebSocketServiceOptions _options;
    private readonly Counter<long> _closed;
    private int _waitingCount;

    public ConnectionRegistry(IOptions<WebSocketServiceOptions> options, IMeterFactory meters)
    {
        _options = options.Value;
        var meter = meters.Create(TelemetrySources.Platform);
        meter.CreateObservableGauge("websocket_connections", () => _connected.Count, description: "Clients whose ticket was accepted.");
        meter.CreateObservableGauge("websocket_connections_waiting", () => _waitingCount, description: "Clients that have not shown a ticket yet.");
        _closed = meter.CreateCounter<long>("websocket_connections_closed", description: "Connections that ended, by reason.");
    }

    public IEnumerable<ClientConnection> All => _connected.Keys;

    public int Count => _connected.Count;

    /// <summary>Takes a place for a client without a ticket.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryWait(string address)
    {
        lock (_gate)
        {
            var mine = _waiting.GetValueOrDefault(address);
            if (_waitingCount >= _options.MaximumWaiting || mine >= _options.MaximumWaitingPerAddress || _connected.Count >= _options.MaximumConnections)
            {
                return false;
            }

            _waiting[address] = mine + 1;
            _waitingCount++;
            return true;
        }
    }

    public void StopWaiting(string address)
    {
        lock (_gate)
        {
            _waitingCount--;
            Decrement(_waiting, address);
        }
    }

    /// <summary>Adds a client with its user.</summary>
    /// <returns>False when the user has too many.</returns>
    public bool TryAdd(ClientConnection connection)
    {
        var user = connection.User!.UserId!.Value;
        lock (_gate)
        {
            var mine = _users.GetValueOrDefault(user);
            if (mine >= _options.MaximumPerUser)
            {
                return false;
            }

            _users[user] = mine + 1;
            _connected[connection] = 0;
            return true;
        }
    }

    /// <summary>Forgets a client, also one that was never added.</summary>
    public void Remove(ClientConnection connection)
    {
        _closed.Add(1, new KeyValuePair<string, object?>("reason", connection.Closure?.Reason ?? "lost"));
        lock (_gate)
        {
            if (_connected.TryRemove(connection, out _))
            {
                Decrement(_users, connection.User!.UserId!.Value);
            }
        }
    }

    private static void Decrement<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull
    {
        if (--counts[key] == 0)
        {
            counts.Remove(key);
        }
    }
}
