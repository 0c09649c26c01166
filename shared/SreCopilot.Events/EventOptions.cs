using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.Events;

/// <summary>Configuration section <c>Events</c>.</summary>
public sealed class EventOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Events";

    /// <summary>Seconds between two looks for events that another replica left behind. Default 1. An event of this replica
    /// does not wait for it.</summary>
    [Range(0.01, 60)]
    public double PollSeconds { get; set; } = 1;

    /// <summary>Most events that are handed to Redis at once. Default 500.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 500;

    /// <summary>Minutes for which events stay in PostgreSQL after they were handed to Redis: what can be handed over again
    /// when Redis lost its data. Default 60.</summary>
    [Range(1, 10_080)]
    public int KeepMinutes { get; set; } = 60;

    /// <summary>Events per project that Redis keeps for clients that come back. Default 1000.</summary>
    [Range(1, 100_000)]
    public int LogLength { get; set; } = 1_000;

    /// <summary>Hours after its last event in which a project's log in Redis is kept. Default 24.</summary>
    [Range(1, 720)]
    public int LogHours { get; set; } = 24;
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class EventOptionsValidator : IValidateOptions<EventOptions>;
