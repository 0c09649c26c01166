namespace SreCopilot.AuditService.Retention;

/// <summary>Configuration section <c>Retention</c>.</summary>
internal sealed class RetentionOptions
{
    /// <summary>Days for which entries are kept where the organisation says nothing else. Default 1095 (three years).</summary>
    public int Days { get; set; } = 1095;

    /// <summary>The fewest days that an organisation may choose. Default 30.</summary>
    public int MinimumDays { get; set; } = 30;
}

internal static class RetentionRegistration
{
    public const int MostDays = 3650;

    public static void AddRetention(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RetentionOptions>()
            .BindConfiguration("Retention")
            .Validate(options => options.MinimumDays is >= 1 and <= MostDays, $"Retention__MinimumDays must be from 1 to {MostDays}.")
            .Validate(options => options.Days >= options.MinimumDays && options.Days <= 36500, "Retention__Days must be from Retention__MinimumDays to 36500.")
            .ValidateOnStart();
        builder.Services.AddSingleton<Removal>();
        builder.Services.AddSingleton<RetentionJob>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RetentionJob>());
    }

    public static void MapRetention(this IEndpointRouteBuilder routes)
    {
        routes.MapCleanup();
        routes.MapRetentionSetting();
    }
}
