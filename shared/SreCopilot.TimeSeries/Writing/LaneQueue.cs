namespace SreCopilot.TimeSeries;

/// <summary>A batch on its way and whoever waits for it.</summary>
internal sealed record QueuedBatch(IngestBatch Batch)
{
    private readonly TaskCompletionSource<IngestOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IngestOutcome> Outcome => _outcome.Task;

    public void End(IngestOutcome outcome) => _outcome.TrySetResult(outcome);

    public void Fail(Exception exception) => _outcome.TrySetException(exception);
}

/// <summary>Batches that wait, one queue per project; projects take turns, so a project with a thousand requests does not keep one with a single request waiting.</summary>
internal sealed class LaneQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Queue<QueuedBatch>> _projects = [];
    private readonly Queue<Guid> _turns = [];
    private readonly SemaphoreSlim _waiting = new(0);

    public void Add(QueuedBatch batch)
    {
        lock (_gate)
        {
            if (!_projects.TryGetValue(batch.Batch.ProjectId, out var queue))
            {
                _projects.Add(batch.Batch.ProjectId, queue = new Queue<QueuedBatch>());
                _turns.Enqueue(batch.Batch.ProjectId);
            }

            queue.Enqueue(batch);
        }

        _waiting.Release();
    }

    /// <summary>Waits for work, then takes what fits into one commit.</summary>
    /// <returns>At least one batch, unless another writer was faster.</returns>
    public async Task<List<QueuedBatch>> TakeAsync(long mostBytes, CancellationToken cancel)
    {
        await _waiting.WaitAsync(cancel);
        var group = Take(mostBytes);
        // One signal was waited for; those of the others in the group are spent, too.
        for (var i = 1; i < group.Count; i++)
        {
            await _waiting.WaitAsync(CancellationToken.None);
        }

        return group;
    }

    /// <summary>Takes everything.</summary>
    public List<QueuedBatch> TakeAll()
    {
        var all = Take(long.MaxValue);
        for (var i = 0; i < all.Count; i++)
        {
            _waiting.Wait(0);
        }

        return all;
    }

    public void Dispose() => _waiting.Dispose();

    private List<QueuedBatch> Take(long mostBytes)
    {
        var group = new List<QueuedBatch>();
        lock (_gate)
        {
            for (long size = 0; size < mostBytes && _turns.TryDequeue(out var project);)
            {
                var queue = _projects[project];
                var batch = queue.Dequeue();
                group.Add(batch);
                size += batch.Batch.Size;
                if (queue.Count > 0)
                {
                    _turns.Enqueue(project);
                }
                else
                {
                    _projects.Remove(project);
                }
            }
        }

        return group;
    }
}
