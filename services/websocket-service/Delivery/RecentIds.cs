namespace SreCopilot.WebsocketService.Delivery;

/// <summary>The ids that were delivered last; what is not above <see cref="Floor"/> counts as delivered, too.</summary>
internal sealed class RecentIds
{
    private const int Capacity = 256;

    private readonly Lock _gate = new();
    private readonly Queue<long> _order = [];
    private readonly HashSet<long> _ids = [];

    public long Floor { get; private set; }

    public void Reset(long floor) => Floor = floor;

    public bool MayBeNew(long id)
    {
        lock (_gate)
        {
            return id > Floor && !_ids.Contains(id);
        }
    }

    public void Add(long id)
    {
        lock (_gate)
        {
            if (!_ids.Add(id))
            {
                return;
            }

            _order.Enqueue(id);
            if (_order.Count > Capacity)
            {
                var oldest = _order.Dequeue();
                _ids.Remove(oldest);
                Floor = Math.Max(Floor, oldest);
            }
        }
    }
}
