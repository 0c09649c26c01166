namespace SreCopilot.IntegrationService.Senders;

/// <summary>What a sender says about one alert, in words that every sender's payload is turned into. All texts are cut and clean.</summary>
internal sealed record Notice
{
    /// <summary>The same in every notice of the same alert.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Alerts with the same key are one problem: one incident.</summary>
    public required string GroupKey { get; init; }

    public required bool IsFiring { get; init; }

    public required string AlertName { get; init; }

    /// <summary>critical, high, medium or low.</summary>
    public required string Severity { get; init; }

    /// <summary>One line.</summary>
    public required string Summary { get; init; }

    public string? Description { get; init; }

    public required string Service { get; init; }

    /// <summary>Of the incident, if this alert begins one.</summary>
    public required string Title { get; init; }

    /// <summary>The same.</summary>
    public required string IncidentDescription { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>When the alert is over unless it is sent again; null for senders that say so themselves.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public string? Url { get; init; }
}

/// <summary>One alert of a delivery: what it says, or what is wrong with it.</summary>
/// <param name="Name">As far as it could be read.</param>
/// <param name="Notice">Null when it is unusable.</param>
/// <param name="Problem">Then why.</param>
internal sealed record ReadAlert(string? Name, Notice? Notice, string? Problem)
{
    public static ReadAlert Of(Notice notice) => new(notice.AlertName, notice, null);

    public static ReadAlert Unusable(string problem, string? name = null) => new(name, null, problem);
}

/// <summary>A whole delivery.</summary>
/// <param name="Alerts">In the sender's order.</param>
/// <param name="Problem">Why nothing of it can be used; null when it can.</param>
internal sealed record Payload(IReadOnlyList<ReadAlert> Alerts, string? Problem)
{
    public static Payload Of(IEnumerable<ReadAlert> alerts) => new([.. alerts], null);

    public static Payload Unusable(string problem) => new([], problem);
}
