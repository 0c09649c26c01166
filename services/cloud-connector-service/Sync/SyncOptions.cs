using Microsoft.Extensions.Options;

namespace SreCopilot.CloudConnectorService.Sync;

/// <summary>Configuration section <c>Sync</c>; for example the environment variable <c>Sync__IntervalSeconds</c>.</summary>
internal sealed class SyncOptions
{
    public const string SectionName = "Sync";

    /// <summary>Seconds between the syncs of one connection, from 30 to 86,400. Default 300.</summary>
    public int IntervalSeconds { get; set; } = 300;

    /// <summary>Resources per page, from 1 to 500. Default 100.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>The most pages that are read of one list in one sync, from 1 to 1,000. Default 200.</summary>
    public int MostPages { get; set; } = 200;

    /// <summary>Connections that one replica syncs at the same time, from 1 to 32. Default 4.</summary>
    public int AtOnce { get; set; } = 4;

    /// <summary>Days for which changes are kept, from 1 to 3,650. Default 90.</summary>
    public int ChangeDays { get; set; } = 90;
}

internal sealed class SyncOptionsValidator : IValidateOptions<SyncOptions>
{
    public ValidateOptionsResult Validate(string? name, SyncOptions options)
    {
        (string Name, int Value, int Least, int Most)[] settings =
        [
            ("IntervalSeconds", options.IntervalSeconds, 30, 86_400), ("PageSize", options.PageSize, 1, 500), ("MostPages", options.MostPages, 1, 1_000), ("AtOnce", options.AtOnce, 1, 32),
            ("ChangeDays", options.ChangeDays, 1, 3_650),
        ];
        var mistakes = settings.Where(setting => setting.Value < setting.Least || setting.Value > setting.Most)
            .Select(setting => $"Sync__{setting.Name} must be a whole number from {setting.Least} to {setting.Most}.").ToList();
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
