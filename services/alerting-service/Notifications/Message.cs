using System.Globalization;
using SreCopilot.AlertingService.Alerts;

namespace SreCopilot.AlertingService.Notifications;

/// <summary>What is said to a channel.</summary>
/// <param name="Id">The same in every attempt, so that receivers can tell repetitions.</param>
/// <param name="PolicyName">Why it is said.</param>
/// <param name="Lines">What about; at least one.</param>
/// <param name="At">When it came up.</param>
internal sealed record Message(Guid Id, string PolicyName, IReadOnlyList<MessageLine> Lines, DateTimeOffset At)
{
    // Channels cut what is longer.
    private const int MostLines = 20;

    public MessageLine First => Lines.FirstOrDefault(line => !line.IsOver) ?? Lines[0];

    /// <summary>Whether nothing of it fires any more.</summary>
    public bool IsOver => Lines.All(line => line.IsOver);

    public string Status => IsOver ? "resolved" : "firing";

    /// <summary>The gravest.</summary>
    public string Severity => Lines.Where(line => line.IsOver == IsOver).Select(line => line.Alert.Severity).MinBy(severity => severity switch { "critical" => 0, "warning" => 1, _ => 2 })!;

    /// <summary><c>Queue is long</c>, or <c>Shop: 3 firing, 1 resolved</c>.</summary>
    public string Title => Lines.Count == 1 ? First.Alert.Title : string.Create(
        CultureInfo.InvariantCulture, $"{PolicyName}: {string.Join(", ", new[] { Count(false, "firing"), Count(true, "resolved") }.Where(part => part.Length > 0))}");

    public string Symbol => IsOver ? "✅" : "🚨";

    /// <summary>One paragraph per alert, for people.</summary>
    public string Describe(Func<string, string> escape) => string.Join("\n\n", Lines.Take(MostLines).Select(line => line.Describe(escape, withTitle: Lines.Count > 1)))
        + (Lines.Count > MostLines ? $"\n\nand {Lines.Count - MostLines} more" : "");

    /// <summary>What a test says.</summary>
    public static Message Test(Channels.Channel channel, DateTimeOffset now) => new(Guid.NewGuid(), "Test", [new MessageLine(new FiredAlert
    {
        Id = Guid.NewGuid(), TenantId = channel.TenantId, ProjectId = channel.ProjectId, Source = FiredAlert.OfCondition, ConditionName = $"Test of channel {channel.Name}",
        Series = "{}", Reason = "threshold", Message = "This is a test. Nothing is wrong.", Severity = "info", ServiceName = "sre-copilot", Status = "firing", FiredAt = now,
    }, false, null)], now);

    private string Count(bool isOver, string word) => Lines.Count(line => line.IsOver == isOver) is > 0 and var count ? $"{count} {word}" : "";
}

/// <summary>An alert in a message.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="IsOver">Whether this is about its end.</param>
/// <param name="IncidentId">Its incident, when there is one already.</param>
internal sealed record MessageLine(FiredAlert Alert, bool IsOver, Guid? IncidentId)
{
    public string Service => Alert.ServiceName.Length > 0 ? Alert.ServiceName : "N/A";

    public string Describe(Func<string, string> escape, bool withTitle) => string.Join('\n', new[]
    {
        withTitle ? $"{(IsOver ? "✅" : "🚨")} {escape(Alert.Title)}" : null,
        IsOver ? "Resolved." : escape(Alert.Message),
        $"Severity: {Alert.Severity}",
        $"Service: {escape(Service)}",
    }.OfType<string>());
}
