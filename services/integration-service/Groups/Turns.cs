namespace SreCopilot.IntegrationService.Groups;

/// <summary>
/// One delivery of an integration at a time in this replica. The lock in the database would do, too, but whoever waits there
/// holds a connection: a storm of one integration would take them all from the others.
/// </summary>
internal sealed class Turns
{
    private readonly Dictionary<Guid, Line> _lines = [];

    /// <returns>Dispose it to let the next one in.</returns>
    public async Task<IDisposable> WaitAsync(Guid integrationId, CancellationToken cancel)
    {
        Line? line;
        lock (_lines)
        {
            if (!_lines.TryGetValue(integrationId, out line))
            {
                _lines[integrationId] = line = new Line(this, integrationId);
            }

            line.Users++;
        }

        try
        {
            await line.Gate.WaitAsync(cancel);
        }
        catch
        {
            Leave(line);
            throw;
        }

        return line;
    }

    private void Leave(Line line)
    {
        lock (_lines)
        {
            if (--line.Users == 0)
            {
                _lines.Remove(line.IntegrationId);
                line.Gate.Dispose();
            }
        }
    }

    // Whoever is in disposes it; the next one then is.
    private sealed class Line(Turns turns, Guid integrationId) : IDisposable
    {
        public Guid IntegrationId => integrationId;

        public SemaphoreSlim Gate { get; } = new(1);

        public int Users { get; set; }

        public void Dispose()
        {
            Gate.Release();
            turns.Leave(this);
        }
    }
}
