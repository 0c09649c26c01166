using System.Threading.Channels;
using SreCopilot.Events;
using SreCopilot.WebsocketService.Connections;

namespace SreCopilot.WebsocketService.Delivery;

/// <summary>Which projects have clients here. Events of others are not read.</summary>
internal sealed class EventHub(EventLog log, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, ProjectFeed> _feeds = [];
    private readonly Channel<ProjectFeed> _signalled = Channel.CreateUnbounded<ProjectFeed>();

    /// <summary>Feeds that have something to deliver.</summary>
    public ChannelReader<ProjectFeed> Signalled => _signalled.Reader;

    /// <summary>Greets the client and lets it take part from its last event on, or from now on.</summary>
    /// <returns>False when it is being closed.</returns>
    public async Task<bool> JoinAsync(ClientConnection client, long? lastEventId, int sessionSeconds)
    {
        var user = client.User!;
        ProjectFeed? feed;
        lock (_gate)
        {
            if (!_feeds.TryGetValue(user.ProjectId!.Value, out feed))
            {
                _feeds[user.ProjectId.Value] = feed = new ProjectFeed(user.ProjectId.Value, log, time);
            }

            feed.Users++;
            client.Feed = feed;
        }

        var joined = await feed.JoinAsync(
            client,
            lastEventId,
            id => Frames.Write(
                new ConnectedFrame(user.UserId!.Value, user.TenantId!.Value, user.ProjectId!.Value, id, sessionSeconds, Frames.Timestamp(time)),
                FrameJson.Default.ConnectedFrame),
            (count, complete) => Frames.Write(new ReplayedFrame(count, complete, Frames.Timestamp(time)), FrameJson.Default.ReplayedFrame));
        // What came between the feed's last delivery and this.
        Signal(feed, null);
        return joined;
    }

    public async Task LeaveAsync(ClientConnection client)
    {
        if (client.Feed is not { } feed)
        {
            return;
        }

        await feed.LeaveAsync(client);
        lock (_gate)
        {
            if (--feed.Users == 0)
            {
                _feeds.Remove(client.User!.ProjectId!.Value);
            }
        }
    }

    /// <summary>An event was published.</summary>
    public void Signal(Guid projectId, long id)
    {
        ProjectFeed? feed;
        lock (_gate)
        {
            _feeds.TryGetValue(projectId, out feed);
        }

        if (feed is not null)
        {
            Signal(feed, id);
        }
    }

    /// <summary>Some event may have been published.</summary>
    public void SignalAll()
    {
        ProjectFeed[] feeds;
        lock (_gate)
        {
            feeds = [.. _feeds.Values];
        }

        foreach (var feed in feeds)
        {
            Signal(feed, null);
        }
    }

    private void Signal(ProjectFeed feed, long? id)
    {
        if (feed.Signal(id))
        {
            _signalled.Writer.TryWrite(feed);
        }
    }
}
