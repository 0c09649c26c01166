using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SreCopilot.Database;

namespace SreCopilot.AlertingService;

/// <summary>Configuration section <c>Alerting</c>: how much of everything a project may have.</summary>
internal sealed class LimitOptions
{
    public const string SectionName = "Alerting";

    /// <summary>Most conditions of a project. Default 5000.</summary>
    [Range(1, 100_000)]
    public int MaxConditions { get; set; } = 5000;

    /// <summary>Most policies, channels and muting rules of a project, each. Default 500.</summary>
    [Range(1, 10_000)]
    public int MaxOthers { get; set; } = 500;

    /// <summary>Most unresolved alerts of one condition; more series are not watched. Default 500.</summary>
    [Range(1, 1000)]
    public int MaxSeries { get; set; } = 500;

    /// <summary>Days that resolved alerts, finished notifications and closed problems are kept. Default 90.</summary>
    [Range(1, 3650)]
    public int KeepDays { get; set; } = 90;

    /// <summary>Minutes between two clean-ups. Default 10.</summary>
    [Range(0.001, 1440)]
    public double CleanupMinutes { get; set; } = 10;
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class LimitOptionsValidator : IValidateOptions<LimitOptions>;

internal static class Limits
{
    /// <summary>Counts before adding, and lets nobody else of the project add meanwhile.</summary>
    /// <returns>How many there are.</returns>
    public static async Task<int> CountAsync(DatabaseSession session, Guid projectId, Sql table, CancellationToken cancel)
    {
        var key = $"alerting {projectId}";
        await session.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended({key}, 0))", cancel);
        return await session.SingleOrDefaultAsync($"select count(*)::int from {table} where project_id = {projectId}", row => row.GetInt32(0), cancel);
    }

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<LimitOptions>, LimitOptionsValidator>();
    }
}
