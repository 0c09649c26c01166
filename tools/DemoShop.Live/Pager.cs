namespace SreCopilot.DemoShop.Live;

/// <summary>Where the shop's people are told of alerts: the console log.</summary>
internal static partial class Pager
{
    [LoggerMessage(LogLevel.Warning, "The shop's people were told ({Status}): {Title}")]
    public static partial void LogTold(ILogger logger, string? status, string? title);
}
