using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.IntegrationService.Alerts;
using SreCopilot.IntegrationService.Deliveries;
using SreCopilot.IntegrationService.Integrations;
using SreCopilot.IntegrationService.Senders;
using SreCopilot.IntegrationService.Webhooks;

namespace SreCopilot.IntegrationService.Groups;

/// <summary>What was stored of a delivery.</summary>
/// <param name="DeliveryId">The delivery.</param>
/// <param name="Results">What became of each alert.</param>
/// <param name="ToReport">Groups of which incident-service does not know all.</param>
internal sealed record Taken(Guid DeliveryId, IReadOnlyList<TakenAlert> Results, IReadOnlyList<Guid> ToReport);

/// <summary>What became of an alert, and its group.</summary>
internal sealed record TakenAlert(AlertResult Result, Guid? GroupId)
{
    public AlertResult Finish(IReadOnlyDictionary<Guid, Guid> incidents) =>
        GroupId is { } group && incidents.TryGetValue(group, out var incident) ? Result with { IncidentId = incident } : Result;
}

/// <summary>
/// Stores a delivery: everything in one transaction, one delivery of an integration after the other. An alert whose
/// fingerprint is open already stays where it is, whatever group it comes with now: Alertmanager sends one by several routes.
/// </summary>
internal sealed class Intake(ServiceDatabase database, AlertEvents events, IOptions<WebhookOptions> options, Turns turns)
{
    private const int MostAlerts = 2_000;

    public async Task<Taken> TakeAsync(Integration source, IReadOnlyList<ReadAlert> alerts, int bytes, DateTimeOffset now, CancellationToken cancel)
    {
        using var turn = await turns.WaitAsync(source.Id, cancel);
        await using var session = await database.OpenAsync(source.Scope, cancel);
        Source.Lock(session, source);
        var state = await OpenState.LoadAsync(session, source, [.. alerts.Take(MostAlerts).Select(alert => alert.Notice).OfType<Notice>()], cancel);

        var results = new List<TakenAlert>(alerts.Count);
        var repeated = new Dictionary<Guid, DateTimeOffset?>();
        foreach (var (alert, position) in alerts.Select((alert, position) => (alert, position)))
        {
            results.Add(
                position >= MostAlerts ? Rejected(alert, $"A delivery may have {MostAlerts} alerts.")
                : alert.Notice is not { } notice ? Rejected(alert, alert.Problem)
                : await TakeAsync(session, source, state, notice, repeated, now, cancel));
        }

        await StoreAsync(session, state, repeated, now, cancel);
        var rejected = results.Any(result => result.Result.Outcome == AlertResult.Rejected);
        var delivery = DeliveryLog.Add(session, source, rejected ? "partial" : "accepted", null, bytes, [.. results.Select(result => result.Result)], now);
        await session.CommitAsync(cancel);

        var concerned = results.Select(result => result.GroupId).OfType<Guid>().Distinct().Select(id => state.Groups[id]);
        return new Taken(delivery, results, [.. concerned.Select(group => group.Id)]);
    }

    private async Task<TakenAlert> TakeAsync(
        DatabaseSession session, Integration source, OpenState state, Notice notice, Dictionary<Guid, DateTimeOffset?> repeated, DateTimeOffset now, CancellationToken cancel)
    {
        if (!state.Alerts.TryGetValue(notice.Fingerprint, out var known))
        {
            return notice.IsFiring
                ? await FireAsync(session, source, state, notice, now, cancel)
                : new TakenAlert(new AlertResult(notice.AlertName, notice.Fingerprint, AlertResult.Ignored, null, null, null), null);
        }

        var group = state.Groups[known.GroupId];
        if (known.IsFiring == notice.IsFiring)
        {
            repeated[known.Id] = notice.ExpiresAt;
            if (notice.IsFiring)
            {
                Worsen(group, notice);
            }

            return Result(AlertResult.Repeated, notice, known);
        }

        var alert = notice.IsFiring
            ? await AlertStore.RefireAsync(session, source, known.Id, notice, now, cancel)
            : await AlertStore.ResolveAsync(session, source, known.Id, notice, now, cancel);
        events.Add(session, source.Scope, alert);
        (known.IsFiring, group.IsChanged) = (notice.IsFiring, true);
        if (notice.IsFiring)
        {
            group.HasNews = true;
            Worsen(group, notice);
        }

        return Result(notice.IsFiring ? AlertResult.Fired : AlertResult.Resolved, notice, known);
    }

    private async Task<TakenAlert> FireAsync(DatabaseSession session, Integration source, OpenState state, Notice notice, DateTimeOffset now, CancellationToken cancel)
    {
        if (!state.GroupsByKey.TryGetValue(notice.GroupKey, out var group))
        {
            state.Add(notice.GroupKey, group = GroupStore.Insert(session, source, notice, now));
        }

        var alert = await AlertStore.InsertAsync(session, source, group.Id, notice, now, cancel);
        events.Add(session, source.Scope, alert);
        var known = state.Alerts[notice.Fingerprint] = new OpenAlert(alert.Id, group.Id, isFiring: true);
        (group.HasNews, group.IsChanged) = (group.HasNews || !group.IsNew, group.IsChanged || !group.IsNew);
        Worsen(group, notice);
        return Result(AlertResult.Fired, notice, known);
    }

    private async Task StoreAsync(DatabaseSession session, OpenState state, Dictionary<Guid, DateTimeOffset?> repeated, DateTimeOffset now, CancellationToken cancel)
    {
        if (repeated.Count > 0)
        {
            await AlertStore.RepeatAsync(session, [.. repeated.Select(alert => (alert.Key, alert.Value))], now, cancel);
        }

        if (state.Groups.Values.Where(group => group.HasNews).ToList() is { Count: > 0 } news)
        {
            await GroupStore.AddNewsAsync(session, news, cancel);
        }

        if (state.Groups.Values.Where(group => group.IsChanged || group.HasNews).Select(group => group.Id).ToArray() is { Length: > 0 } changed)
        {
            await GroupStore.SettleAsync(session, changed, now, TimeSpan.FromSeconds(options.Value.HoldSeconds), cancel);
        }
    }

    private static void Worsen(OpenGroup group, Notice notice)
    {
        if (SeverityMap.IsWorse(notice.Severity, group.Severity))
        {
            (group.Severity, group.HasNews) = (notice.Severity, true);
        }
    }

    private static TakenAlert Result(string outcome, Notice notice, OpenAlert alert) =>
        new(new AlertResult(notice.AlertName, notice.Fingerprint, outcome, alert.Id, null, null), alert.GroupId);

    private static TakenAlert Rejected(ReadAlert alert, string? problem) =>
        new(new AlertResult(alert.Name, null, AlertResult.Rejected, null, null, problem), null);
}
