using SreCopilot.Events;

namespace SreCopilot.WebsocketService.Connections;

/// <summary>Which channels a client gets: all, until it says otherwise. Unknown names are no error, nothing comes on them.</summary>
internal sealed class Subscription
{
    private volatile HashSet<string> _channels = [.. EventChannels.All];
    private bool _chosen;

    public bool Contains(string channel) => _channels.Contains(channel);

    public void Add(IEnumerable<string> channels)
    {
        _channels = [.. _chosen ? _channels : [], .. Known(channels)];
        _chosen = true;
    }

    public void Remove(IEnumerable<string> channels)
    {
        _channels = [.. _channels.Except(channels)];
        _chosen = true;
    }

    private static IEnumerable<string> Known(IEnumerable<string> channels) => channels.Intersect(EventChannels.All);
}
