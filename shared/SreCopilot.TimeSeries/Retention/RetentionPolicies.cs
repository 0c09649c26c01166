using Microsoft.Extensions.Options;
using SreCopilot.Database;

namespace SreCopilot.TimeSeries;

/// <summary>How long rows are kept: what the project said, else the operator, else the service. What projects said is read every 30 seconds.</summary>
public sealed class RetentionPolicies(IEnumerable<TimeSeriesTable> tables, IOptions<TimeSeriesOptions> options, TimeProvider time)
{
    private readonly Dictionary<string, int> _defaults = tables
        .GroupBy(table => table.Signal)
        .ToDictionary(signal => signal.Key, signal => options.Value.Retention.GetValueOrDefault(signal.Key, signal.First().RetentionDays));

    private volatile Dictionary<(Guid Project, string Signal), int> _projects = [];

    /// <summary>The signals of this service.</summary>
    public IReadOnlyCollection<string> Signals => _defaults.Keys;

    /// <summary>The most days that a project may ask for.</summary>
    public int LongestDays => options.Value.LongestRetentionDays;

    /// <summary>Days that rows are kept where the project did not say otherwise.</summary>
    /// <param name="signal">The signal.</param>
    /// <returns>The days.</returns>
    public int DefaultDays(string signal) => _defaults[signal];

    /// <summary>Days that rows of a project are kept.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="signal">The signal.</param>
    /// <returns>The days.</returns>
    public int Days(Guid projectId, string signal) => _projects.TryGetValue((projectId, signal), out var days) ? days : _defaults[signal];

    /// <summary>Which times of a project's rows are stored now.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="signal">The signal.</param>
    /// <returns>The window.</returns>
    public TimeWindow WindowOf(Guid projectId, string signal)
    {
        var now = time.GetUtcNow();
        return new TimeWindow(now.AddDays(-Days(projectId, signal)), now.AddMinutes(options.Value.FutureMinutes), now);
    }

    /// <summary>What to keep of rows of a certain age.</summary>
    internal Keep KeepAfter(string signal, double age)
    {
        var policies = _projects.Where(policy => policy.Key.Signal == signal).ToList();
        return new Keep(
            _defaults[signal] > age,
            [.. policies.Where(policy => policy.Value > age).Select(policy => policy.Key.Project).Order()],
            [.. policies.Where(policy => policy.Value <= age).Select(policy => policy.Key.Project).Order()]);
    }

    internal async Task LoadAsync(ServiceDatabase database, CancellationToken cancel)
    {
        // As system: the job serves all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var rows = await session.ListAsync($"select project_id, signal, days from retention", row => (Key: (row.GetGuid(0), row.GetString(1)), Days: row.GetInt32(2)), cancel);
        _projects = rows.ToDictionary(row => row.Key, row => row.Days);
    }
}

/// <summary>Whose rows of a certain age are kept.</summary>
/// <param name="ByDefault">Those of projects that said nothing.</param>
/// <param name="Longer">Projects that want them kept.</param>
/// <param name="Shorter">Projects that do not.</param>
internal sealed record Keep(bool ByDefault, Guid[] Longer, Guid[] Shorter)
{
    public bool Nothing => !ByDefault && Longer.Length == 0;

    public bool Everything => ByDefault && Shorter.Length == 0;
}
