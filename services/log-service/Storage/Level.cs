using System.Collections.Frozen;

namespace SreCopilot.LogService.Storage;

/// <summary>How bad it is. Senders have many words for it; the platform has these five.</summary>
internal enum Level : short
{
    Debug = 1,
    Info = 2,
    Warn = 3,
    Error = 4,
    Fatal = 5,
}

internal static class Levels
{
    // The index is the level.
    private static readonly string[] Names = ["", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

    // python, syslog, log4j, .NET, pino and bunyan, Go, OpenTelemetry.
    private static readonly FrozenDictionary<string, Level> Words = new Dictionary<string, Level>
    {
        ["TRACE"] = Level.Debug, ["VERBOSE"] = Level.Debug, ["FINEST"] = Level.Debug, ["FINER"] = Level.Debug, ["FINE"] = Level.Debug,
        ["DEBUG"] = Level.Debug, ["DBUG"] = Level.Debug, ["TRCE"] = Level.Debug, ["SILLY"] = Level.Debug,
        ["INFO"] = Level.Info, ["INFORMATION"] = Level.Info, ["INFORMATIONAL"] = Level.Info, ["NOTICE"] = Level.Info, ["CONFIG"] = Level.Info, ["LOG"] = Level.Info,
        ["WARN"] = Level.Warn, ["WARNING"] = Level.Warn,
        ["ERROR"] = Level.Error, ["ERR"] = Level.Error, ["SEVERE"] = Level.Error, ["FAIL"] = Level.Error, ["FAILURE"] = Level.Error, ["EXCEPTION"] = Level.Error,
        ["FATAL"] = Level.Fatal, ["CRITICAL"] = Level.Fatal, ["CRIT"] = Level.Fatal, ["ALERT"] = Level.Fatal, ["EMERG"] = Level.Fatal,
        ["EMERGENCY"] = Level.Fatal, ["PANIC"] = Level.Fatal,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<Level> All { get; } = [Level.Debug, Level.Info, Level.Warn, Level.Error, Level.Fatal];

    public static string Name(this Level level) => Names[(int)level];

    /// <summary>The level that a word means, in any case; null when it is not known.</summary>
    public static Level? Parse(string word) => Words.TryGetValue(word.Trim(), out var level) ? level : null;

    /// <summary>By OpenTelemetry's number: 1-4 trace, 5-8 debug, 9-12 info, 13-16 warn, 17-20 error, 21-24 fatal.</summary>
    public static Level? OfSeverityNumber(int number) => number switch
    {
        >= 1 and <= 8 => Level.Debug,
        <= 12 and > 8 => Level.Info,
        <= 16 and > 12 => Level.Warn,
        <= 20 and > 16 => Level.Error,
        <= 24 and > 20 => Level.Fatal,
        _ => null,
    };
}
