using System.Runtime.InteropServices;
using SreCopilot.LogService.Patterns.Mining;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Ingest;

/// <summary>What is counted about the lines of a request, and the patterns that are not stored yet. Goes with its batch.</summary>
internal sealed class LogCounts(Guid projectId, IReadOnlyCollection<Pattern> newPatterns, Action committed)
{
    public Guid ProjectId => projectId;

    public Dictionary<(DateTimeOffset Minute, string Service, Level Level), long> Minutes { get; } = [];

    public Dictionary<(DateTimeOffset Hour, Guid Pattern, Level Level), PatternCount> Patterns { get; } = [];

    public Dictionary<Guid, Sample> Samples { get; } = [];

    public IReadOnlyCollection<Pattern> NewPatterns => newPatterns;

    /// <summary>How many lines the project has with these; null until that is known.</summary>
    public long? Total { get; set; }

    /// <summary>What to do as soon as the lines are durable.</summary>
    public Action Committed => committed;

    public void Add(DateTimeOffset time, Level level, string service, Guid? pattern, string message)
    {
        var minute = time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMinute));
        var counted = (minute, service, level);
        CollectionsMarshal.GetValueRefOrAddDefault(Minutes, counted, out _)++;
        if (pattern is not { } id)
        {
            return;
        }

        var hour = (time.AddTicks(-(time.Ticks % TimeSpan.TicksPerHour)), id, level);
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(Patterns, hour, out var isKnown);
        count = isKnown ? count.Add(time) : new PatternCount(1, time, time);
        if (!Samples.TryGetValue(id, out var sample) || time >= sample.Time)
        {
            Samples[id] = new Sample(time, level, message);
        }
    }
}

/// <summary>Lines of a pattern within an hour.</summary>
internal readonly record struct PatternCount(long Lines, DateTimeOffset First, DateTimeOffset Last)
{
    public PatternCount Add(DateTimeOffset time) => new(Lines + 1, time < First ? time : First, time > Last ? time : Last);

    public PatternCount Add(PatternCount other) => new(Lines + other.Lines, other.First < First ? other.First : First, other.Last > Last ? other.Last : Last);
}

/// <summary>The newest message of a pattern.</summary>
internal readonly record struct Sample(DateTimeOffset Time, Level Level, string Message)
{
    private const int Length = 1000;

    public string Text => Message.Length <= Length ? Message : Message[..(char.IsHighSurrogate(Message[Length - 1]) ? Length - 1 : Length)];
}
