using Microsoft.Extensions.Options;

namespace SreCopilot.CicdConnectorService.Sync;

/// <summary>Configuration section <c>Sync</c>; for example the environment variable <c>Sync__IntervalSeconds</c>.</summary>
internal sealed class SyncOptions
{
    public const string SectionName = "Sync";

    /// <summary>Seconds between the syncs of one connection, from 30 to 86,400. Default 300.</summary>
    public int IntervalSeconds { get; set; } = 300;

    /// <summary>How many days back the first sync looks, from 1 to 365. Default 14.</summary>
    public int HistoryDays { get; set; } = 14;

    /// <summary>The most repositories that one connection reads, those with the latest changes first; from 1 to 5,000. Default 200.</summary>
    public int MostRepositories { get; set; } = 200;

    /// <summary>The most pages of runs that are read of one repository in one sync, from 1 to 1,000. Default 20.</summary>
    public int MostPages { get; set; } = 20;

    /// <summary>Runs per page, from 1 to 100. Default 50.</summary>
    public int PageSize { get; set; } = 50;

    /// <summary>Connections that one replica syncs at the same time, from 1 to 32. Default 4.</summary>
    public int AtOnce { get; set; } = 4;
}

internal sealed class SyncOptionsValidator : IValidateOptions<SyncOptions>
{
    public ValidateOptionsResult Validate(string? name, SyncOptions options)
    {
        (string Name, int Value, int Least, int Most)[] settings =
        [
            ("IntervalSeconds", options.IntervalSeconds, 30, 86_400), ("HistoryDays", options.HistoryDays, 1, 365), ("MostRepositories", options.MostRepositories, 1, 5_000),
            ("MostPages", options.MostPages, 1, 1_000), ("PageSize", options.PageSize, 1, 100), ("AtOnce", options.AtOnce, 1, 32),
        ];
        var mistakes = settings.Where(setting => setting.Value < setting.Least || setting.Value > setting.Most)
            .Select(setting => $"Sync__{setting.Name} must be a whole number from {setting.Least} to {setting.Most}.").ToList();
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
