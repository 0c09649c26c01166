using Microsoft.Extensions.Options;

namespace SreCopilot.TimeSeries;

/// <summary>
/// Bounds the memory that requests take from their first byte to their commit, fairly: a project may hold no more than is
/// still free. So one project alone gets half, two a third each, n get 1/(n+1) each, and whoever comes next always finds
/// room, however hard the others push.
/// </summary>
public sealed class IngestAdmission(IOptions<TimeSeriesOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, long> _held = [];
    private readonly long _capacity = options.Value.QueueMegabytes * 1024L * 1024;
    private long _total;

    /// <summary>Bytes held by all requests at the moment.</summary>
    public long Held => Volatile.Read(ref _total);

    /// <summary>Asks for room for a request.</summary>
    /// <param name="projectId">Whose request.</param>
    /// <param name="bytes">Its size as far as it is known; more can be asked for later.</param>
    /// <returns>The room; null when the project must wait. Dispose it when the request is answered.</returns>
    public Reservation? TryReserve(Guid projectId, long bytes)
    {
        var reservation = new Reservation(this, projectId);
        return reservation.TryGrow(bytes) ? reservation : null;
    }

    internal bool TryTake(Guid projectId, long bytes)
    {
        lock (_gate)
        {
            var held = _held.GetValueOrDefault(projectId) + bytes;
            if (held > _capacity - _total)
            {
                return false;
            }

            _held[projectId] = held;
            _total += bytes;
            return true;
        }
    }

    internal void Give(Guid projectId, long bytes)
    {
        lock (_gate)
        {
            _total -= bytes;
            if ((_held[projectId] -= bytes) == 0)
            {
                _held.Remove(projectId);
            }
        }
    }
}

/// <summary>The room that one request has.</summary>
public sealed class Reservation : IDisposable
{
    private readonly IngestAdmission _admission;
    private readonly Guid _projectId;
    private long _bytes;

    internal Reservation(IngestAdmission admission, Guid projectId) => (_admission, _projectId) = (admission, projectId);

    /// <summary>Asks for more.</summary>
    /// <param name="bytes">How much more.</param>
    /// <returns>False when the project must wait; what it has, it keeps.</returns>
    public bool TryGrow(long bytes)
    {
        if (!_admission.TryTake(_projectId, bytes))
        {
            return false;
        }

        _bytes += bytes;
        return true;
    }

    /// <summary>Gives everything back.</summary>
    public void Dispose()
    {
        var bytes = Interlocked.Exchange(ref _bytes, 0);
        if (bytes > 0)
        {
            _admission.Give(_projectId, bytes);
        }
    }
}
