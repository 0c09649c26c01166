namespace SreCopilot.TimeSeries;

/// <summary>
/// The rows of one request, possibly of several tables. They become visible together or not at all. Rows get the project
/// that the batch was made for, which is the verified caller's: nothing else can write that column.
/// </summary>
public sealed class IngestBatch : IDisposable
{
    private readonly Dictionary<TimePartition, CopyRow> _rows = [];
    private readonly List<object> _attached = [];
    private TimePartition _lastPartition;
    private CopyRow? _last;

    internal IngestBatch(string lane, Guid projectId, Guid tenantId, TimeWindow times, Reservation reservation) =>
        (Lane, ProjectId, TenantId, Times, Reservation) = (lane, projectId, tenantId, times, reservation);

    /// <summary>The queue that the batch goes through.</summary>
    public string Lane { get; }

    /// <summary>The caller's project.</summary>
    public Guid ProjectId { get; }

    /// <summary>The caller's tenant.</summary>
    public Guid TenantId { get; }

    /// <summary>Which times are stored.</summary>
    public TimeWindow Times { get; }

    /// <summary>What identifies the request, made by <see cref="RequestKey"/>: if one with the same key was stored already,
    /// this one is not. Null when nothing does.</summary>
    public byte[]? Key { get; set; }

    /// <summary>The number of rows.</summary>
    public int RowCount => _rows.Values.Sum(rows => rows.Rows);

    /// <summary>What was attached for the lane's <see cref="IIngestStep"/>.</summary>
    public IReadOnlyList<object> Attached => _attached;

    internal Reservation Reservation { get; }

    internal IReadOnlyDictionary<TimePartition, CopyRow> Rows => _rows;

    internal long Size => _rows.Values.Sum(rows => (long)rows.Written.Length);

    /// <summary>Begins a row; write its columns next.</summary>
    /// <param name="table">The table.</param>
    /// <param name="time">Its time, within <see cref="Times"/>.</param>
    /// <returns>Takes the columns.</returns>
    public CopyRow AddRow(TimeSeriesTable table, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!Times.Contains(time))
        {
            // So that nobody makes partitions for the year 9999.
            throw new ArgumentOutOfRangeException(nameof(time), time, "Ask Times first.");
        }

        var partition = table.PartitionOf(time);
        if (_last is null || partition != _lastPartition)
        {
            if (!_rows.TryGetValue(partition, out _last))
            {
                _rows.Add(partition, _last = new CopyRow(table));
            }

            _lastPartition = partition;
        }

        return _last.Begin(ProjectId, time);
    }

    /// <summary>Gives something to the lane's <see cref="IIngestStep"/>.</summary>
    /// <param name="item">Anything.</param>
    public void Attach(object item) => _attached.Add(item);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var rows in _rows.Values)
        {
            rows.Dispose();
        }

        _rows.Clear();
        Reservation.Dispose();
    }
}
