using SreCopilot.Database;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Patterns;

/// <summary>One of the newest messages of a pattern.</summary>
internal sealed record StoredSample(DateTimeOffset Time, Level Level, string Text);

/// <summary>What a project's patterns are called, and which took the place of which.</summary>
internal sealed class PatternNames
{
    private readonly Dictionary<Guid, (string Text, Guid? MergedInto)> _patterns;
    private readonly Dictionary<Guid, StoredSample> _samples;

    private PatternNames(Dictionary<Guid, (string Text, Guid? MergedInto)> patterns, Dictionary<Guid, StoredSample> samples) => (_patterns, _samples) = (patterns, samples);

    public static async Task<PatternNames> ReadAsync(DatabaseSession session, Guid project, CancellationToken cancel)
    {
        var patterns = await session.ListAsync(
            $"select id, text, merged_into from log_patterns where project_id = {project}",
            row => (Id: row.GetGuid(0), Value: (row.GetString(1), row.GetValueOrNull<Guid>(2))),
            cancel);
        var samples = await session.ListAsync(
            $"select pattern, time, level, sample from log_pattern_samples where project_id = {project}",
            row => (Pattern: row.GetGuid(0), Value: new StoredSample(row.GetFieldValue<DateTimeOffset>(1), (Level)row.GetInt16(2), row.GetString(3))),
            cancel);
        return new PatternNames(patterns.ToDictionary(pattern => pattern.Id, pattern => pattern.Value), samples.ToDictionary(sample => sample.Pattern, sample => sample.Value));
    }

    /// <summary>The pattern that counts today.</summary>
    public Guid Resolve(Guid pattern)
    {
        // A merge makes a pattern more general, so this ends; the bound is for rows that somebody tampered with.
        for (var steps = 0; steps < 100 && _patterns.TryGetValue(pattern, out var known) && known.MergedInto is { } next; steps++)
        {
            pattern = next;
        }

        return pattern;
    }

    public string TextOf(Guid pattern) => _patterns.TryGetValue(pattern, out var known) ? known.Text : "";

    public StoredSample? SampleOf(Guid pattern) => _samples.GetValueOrDefault(pattern);
}
