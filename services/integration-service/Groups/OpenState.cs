using SreCopilot.Database;
using SreCopilot.IntegrationService.Alerts;
using SreCopilot.IntegrationService.Integrations;
using SreCopilot.IntegrationService.Senders;

namespace SreCopilot.IntegrationService.Groups;

/// <summary>An alert of an open group, as a delivery finds and leaves it.</summary>
internal sealed class OpenAlert(Guid id, Guid groupId, bool isFiring)
{
    public Guid Id => id;

    public Guid GroupId => groupId;

    public bool IsFiring { get; set; } = isFiring;
}

/// <summary>An open group, the same way.</summary>
internal sealed class OpenGroup(Guid id, string severity, bool isNew)
{
    public Guid Id => id;

    public string Severity { get; set; } = severity;

    /// <summary>This delivery made it: everything about it is stored already.</summary>
    public bool IsNew => isNew;

    /// <summary>Something happened that it should know.</summary>
    public bool HasNews { get; set; }

    /// <summary>Whether one of its alerts fired or was resolved.</summary>
    public bool IsChanged { get; set; }
}

/// <summary>What is open of an integration, as far as one delivery is concerned. The integration's row is locked.</summary>
internal sealed class OpenState
{
    public Dictionary<string, OpenAlert> Alerts { get; } = [];

    public Dictionary<string, OpenGroup> GroupsByKey { get; } = [];

    public Dictionary<Guid, OpenGroup> Groups { get; } = [];

    /// <summary>Two queries by index, however many alerts there are.</summary>
    public static async Task<OpenState> LoadAsync(DatabaseSession session, Integration source, IReadOnlyCollection<Notice> notices, CancellationToken cancel)
    {
        var state = new OpenState();
        var fingerprints = notices.Select(notice => notice.Fingerprint).Distinct().ToArray();
        foreach (var (fingerprint, alert) in await session.ListAsync($"""
            select fingerprint, id, group_id, status = {Alert.Firing} from monitoring_alerts
            where integration_id = {source.Id} and is_open and fingerprint = any({fingerprints})
            """, row => (row.GetString(0), new OpenAlert(row.GetGuid(1), row.GetGuid(2), row.GetBoolean(3))), cancel))
        {
            state.Alerts[fingerprint] = alert;
        }

        var keys = notices.Select(notice => notice.GroupKey).Distinct().ToArray();
        var ids = state.Alerts.Values.Select(alert => alert.GroupId).Distinct().ToArray();
        foreach (var (key, group) in await session.ListAsync($"""
            select group_key, id, severity from alert_groups
            where integration_id = {source.Id} and closed_at is null and (group_key = any({keys}) or id = any({ids}))
            """, row => (row.GetString(0), new OpenGroup(row.GetGuid(1), row.GetString(2), isNew: false)), cancel))
        {
            state.GroupsByKey[key] = state.Groups[group.Id] = group;
        }

        return state;
    }

    public void Add(string key, OpenGroup group) => GroupsByKey[key] = Groups[group.Id] = group;
}
