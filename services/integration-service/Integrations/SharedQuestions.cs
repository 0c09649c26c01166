namespace SreCopilot.IntegrationService.Integrations;

/// <summary>
/// Many ask the same at once: one question is on its way, one waits behind it, and whoever comes joins the one that waits. So
/// nobody gets an answer to a question that was sent before they came, and the one who is asked gets one question at a time.
/// </summary>
internal sealed class SharedQuestions<TKey, TAnswer>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Line> _lines = [];

    /// <param name="key">What is asked about.</param>
    /// <param name="ask">Asks; must not throw.</param>
    public Task<TAnswer> AskAsync(TKey key, Func<TKey, Task<TAnswer>> ask)
    {
        lock (_lines)
        {
            if (_lines.TryGetValue(key, out var line))
            {
                return line.Waiting ??= FollowAsync(key, line, line.Running, ask);
            }

            _lines[key] = line = new Line();
            return line.Running = RunAsync(key, line, ask);
        }
    }

    private async Task<TAnswer> FollowAsync(TKey key, Line line, Task<TAnswer> before, Func<TKey, Task<TAnswer>> ask)
    {
        await ((Task)before).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_lines)
        {
            line.Running = line.Waiting!;
            line.Waiting = null;
        }

        return await RunAsync(key, line, ask);
    }

    private async Task<TAnswer> RunAsync(TKey key, Line line, Func<TKey, Task<TAnswer>> ask)
    {
        try
        {
            await Task.Yield();
            return await ask(key);
        }
        finally
        {
            lock (_lines)
            {
                if (line.Waiting is null)
                {
                    _lines.Remove(key);
                }
            }
        }
    }

    private sealed class Line
    {
        public Task<TAnswer> Running { get; set; } = null!;

        public Task<TAnswer>? Waiting { get; set; }
    }
}
