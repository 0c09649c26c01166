using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.TimeSeries;

/// <summary>Configuration section <c>TimeSeries</c>.</summary>
public sealed class TimeSeriesOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "TimeSeries";

    /// <summary>MiB of requests that one replica holds while they are read and wait for PostgreSQL. Default 64. One project
    /// gets at most half of it, so twice the largest request with what is made of it must fit.</summary>
    [Range(1, 4096)]
    public int QueueMegabytes { get; set; } = 64;

    /// <summary>Most MiB that are committed together. Default 8.</summary>
    [Range(1, 256)]
    public int GroupMegabytes { get; set; } = 8;

    /// <summary>Connections that store at the same time, per lane. Default 1; a second one helps when PostgreSQL has more cores than work.</summary>
    [Range(1, 8)]
    public int WritersPerLane { get; set; } = 1;

    /// <summary>Seconds one commit may take, with all its rows. Default 20.</summary>
    [Range(1, 300)]
    public int CommitSeconds { get; set; } = 20;

    /// <summary>Days for which partitions are made ahead. Default 2.</summary>
    [Range(1, 31)]
    public int CreateAheadDays { get; set; } = 2;

    /// <summary>Minutes that a client's clock may be ahead of ours. Default 60.</summary>
    [Range(1, 1440)]
    public int FutureMinutes { get; set; } = 60;

    /// <summary>Days that rows are kept, per signal, where a project did not say otherwise: <c>TimeSeries__Retention__logs=14</c>.
    /// Default: what the service says about its tables.</summary>
    public Dictionary<string, int> Retention { get; } = [];

    /// <summary>The most days that a project may ask for. Default 400.</summary>
    [Range(1, 3650)]
    public int LongestRetentionDays { get; set; } = 400;

    /// <summary>Hours in which a request that is sent again is recognised. Default 24.</summary>
    [Range(1, 720)]
    public int ReceiptHours { get; set; } = 24;

    /// <summary>Seconds between two rounds of maintenance: partitions ahead, retention. Default 300.</summary>
    [Range(0.01, 86_400)]
    public double MaintenanceSeconds { get; set; } = 300;
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class TimeSeriesOptionsValidator : IValidateOptions<TimeSeriesOptions>;
