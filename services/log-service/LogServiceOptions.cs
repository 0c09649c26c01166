using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SreCopilot.LogService;

/// <summary>Configuration section <c>Logs</c>.</summary>
internal sealed class LogServiceOptions
{
    public const string SectionName = "Logs";

    /// <summary>MiB of one request with log lines, unpacked. Default 8.</summary>
    [Range(1, 64)]
    public int MaximumBodyMegabytes { get; set; } = 8;

    /// <summary>Lines of one request. Default 50,000.</summary>
    [Range(1, 1_000_000)]
    public int MaximumLines { get; set; } = 50_000;

    /// <summary>Seconds after which a search answers with what it has found so far. Default 4.</summary>
    [Range(0.05, 60)]
    public double SearchSeconds { get; set; } = 4;

    /// <summary>Patterns of messages that a project may have at a time; messages of further forms are counted together. Default 1000.</summary>
    [Range(10, 10_000)]
    public int MaximumPatterns { get; set; } = 1000;

    /// <summary>Projects whose patterns one replica holds in memory, at 1 to 3 MiB each when they are full. Default 50.</summary>
    [Range(1, 100_000)]
    public int PatternProjects { get; set; } = 50;

    /// <summary>Seconds after which a replica looks for patterns that others have found. Default 10.</summary>
    [Range(0.01, 3600)]
    public double PatternRefreshSeconds { get; set; } = 10;

    /// <summary>Lines that may wait for one client of a live tail; with more it is dropped as too slow. Default 1000.</summary>
    [Range(1, 100_000)]
    public int TailQueueLength { get; set; } = 1000;

    /// <summary>Live tails on one replica. Default 500.</summary>
    [Range(1, 100_000)]
    public int MaximumTails { get; set; } = 500;

    /// <summary>Live tails of one user on one replica. Default 10.</summary>
    [Range(1, 1000)]
    public int MaximumTailsPerUser { get; set; } = 10;

    /// <summary>Lines per second and project that one replica passes on to live tails; clients are told how many were left out. Default 2000.</summary>
    [Range(1, 1_000_000)]
    public int TailLinesPerSecond { get; set; } = 2000;

    /// <summary>Seconds of silence after which a live tail says that it is alive. Default 15.</summary>
    [Range(0.05, 600)]
    public double TailHeartbeatSeconds { get; set; } = 15;

    /// <summary>Minutes after which a live tail ends and must be asked for again. Default 30, as long as an access token lives.</summary>
    [Range(0.001, 1440)]
    public double TailMinutes { get; set; } = 30;
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class LogServiceOptionsValidator : IValidateOptions<LogServiceOptions>;

internal static class LogServiceOptionsExtensions
{
    public static void AddLogServiceOptions(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LogServiceOptions>().BindConfiguration(LogServiceOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<LogServiceOptions>, LogServiceOptionsValidator>();
    }
}
