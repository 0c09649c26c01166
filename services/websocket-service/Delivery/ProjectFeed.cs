using System.Text;
using SreCopilot.Events;
using SreCopilot.WebsocketService.Connections;

namespace SreCopilot.WebsocketService.Delivery;

/// <summary>
/// One project's clients on this replica, and how far the project's log has been delivered to them. Joining and delivering
/// take turns, so a client gets every event after its starting point once and in order.
/// </summary>
#pragma warning disable CA1001 // The semaphore holds nothing that needs to be released: nobody asks for its wait handle.
internal sealed class ProjectFeed(Guid projectId, EventLog log, TimeProvider time)
#pragma warning restore CA1001
{
    private const int ReplayChunk = 100;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly HashSet<ClientConnection> _clients = [];
    private readonly RecentIds _recent = new();
    private long _position = -1;
    private int _late;
    private int _signalled;

    /// <summary>How many joined or are about to; guarded by the hub.</summary>
    public int Users { get; set; }

    /// <summary>Notes that there may be something to deliver.</summary>
    /// <param name="id">Which event; null when it is not known.</param>
    /// <returns>Whether a delivery must be started: there is none that will notice.</returns>
    public bool Signal(long? id)
    {
        if (id is { } known && known <= Volatile.Read(ref _position))
        {
            if (!_recent.MayBeNew(known))
            {
                return false;
            }

            // Redis lost data and gets it again, and this one had not come through before.
            Volatile.Write(ref _late, 1);
        }

        return Interlocked.Exchange(ref _signalled, 1) == 0;
    }

    /// <summary>Reads what is new and queues it for every client that wants it.</summary>
    /// <returns>How many messages were queued.</returns>
    public async Task<int> DeliverAsync()
    {
        Volatile.Write(ref _signalled, 0);
        await _turn.WaitAsync();
        try
        {
            if (_position < 0)
            {
                // Nobody has joined yet.
                return 0;
            }

            var late = Interlocked.Exchange(ref _late, 0) == 1;
            var events = await log.ReadAfterAsync(projectId, late ? _recent.Floor : _position);
            return events.Where(entry => entry.Id > _position || _recent.MayBeNew(entry.Id)).Sum(Deliver);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Adds a client: first what it missed, at its own pace, then the greeting of the live events.</summary>
    /// <param name="client">The client.</param>
    /// <param name="lastEventId">The last event it knows; null when it wants none of the earlier ones.</param>
    /// <param name="greet">Makes the first message from the id at which the events begin.</param>
    /// <param name="finish">Makes the message after the replay from the number of events and whether none is missing.</param>
    /// <returns>False when the client is being closed.</returns>
    public async Task<bool> JoinAsync(ClientConnection client, long? lastEventId, Func<long, byte[]> greet, Func<int, bool, byte[]> finish)
    {
        await StartAsync();
        var (known, count, complete) = (lastEventId ?? 0, 0, true);
        if (lastEventId is not null)
        {
            if (!await client.SendAsync(greet(known)))
            {
                return false;
            }

            complete = await TryReadAsync(() => log.ReachesBackToAsync(projectId, known), otherwise: false);
            IReadOnlyList<LoggedEvent> chunk;
            do
            {
                chunk = await TryReadAsync(() => log.ReadAfterAsync(projectId, known, ReplayChunk), otherwise: []);
                foreach (var entry in chunk)
                {
                    (known, count) = (entry.Id, count + (client.Wants(entry) ? 1 : 0));
                    if (client.Wants(entry) && !await client.SendAsync(Encoding.UTF8.GetBytes(entry.Envelope)))
                    {
                        return false;
                    }
                }
            }
            while (chunk.Count == ReplayChunk);
        }

        await _turn.WaitAsync();
        try
        {
            if (lastEventId is null)
            {
                client.Floor = _position;
                return client.TrySend(greet(_position)) && _clients.Add(client);
            }

            // What was delivered to the others while this one was reading; the rest comes as to everybody.
            foreach (var entry in (await TryReadAsync(() => log.ReadAfterAsync(projectId, known), otherwise: [])).Where(entry => entry.Id <= _position))
            {
                known = entry.Id;
                count += client.Wants(entry) && client.TrySend(Encoding.UTF8.GetBytes(entry.Envelope)) ? 1 : 0;
            }

            client.Floor = known;
            return client.TrySend(finish(count, complete)) && _clients.Add(client);
        }
        finally
        {
            _turn.Release();
        }

        async Task<T> TryReadAsync<T>(Func<Task<T>> read, T otherwise)
        {
            try
            {
                return await read();
            }
            catch (Exception exception) when (RedisOutage.Is(exception))
            {
                complete = false;
                return otherwise;
            }
        }
    }

    public async Task LeaveAsync(ClientConnection client)
    {
        await _turn.WaitAsync();
        _clients.Remove(client);
        _turn.Release();
    }

    private int Deliver(LoggedEvent entry)
    {
        // Encoded once for all.
        var message = Encoding.UTF8.GetBytes(entry.Envelope);
        var late = entry.Id <= _position;
        Volatile.Write(ref _position, Math.Max(_position, entry.Id));
        _recent.Add(entry.Id);
        return _clients.Count(client => (late || entry.Id > client.Floor) && client.Wants(entry) && client.TrySend(message));
    }

    private async Task StartAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_position >= 0)
            {
                return;
            }

            try
            {
                Volatile.Write(ref _position, await log.FindLastIdAsync(projectId) ?? 0);
            }
            catch (Exception exception) when (RedisOutage.Is(exception))
            {
                // What happens from now on gets an id of after the outage; ids are microseconds.
                Volatile.Write(ref _position, time.GetUtcNow().ToUnixTimeMilliseconds() * 1000);
            }

            _recent.Reset(_position);
        }
        finally
        {
            _turn.Release();
        }
    }
}
