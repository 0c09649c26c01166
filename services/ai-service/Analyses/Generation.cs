using System.Net;
using SreCopilot.AiService.Collection;
using SreCopilot.AiService.Feedback;
using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.LanguageModel;
using SreCopilot.AiService.Peers;
using SreCopilot.AiService.Usage;
using SreCopilot.Database;

namespace SreCopilot.AiService.Analyses;

/// <summary>How a generation ended.</summary>
internal enum GenerationOutcome
{
    /// <summary>There is an analysis, and incident-service has it.</summary>
    Done,
    NotFound,

    /// <summary>Somebody else works on it.</summary>
    Busy,

    /// <summary>incident-service does not answer; what was found is kept for the next try.</summary>
    IncidentsAway,
}

/// <summary>The outcome, and what there is.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Analysis">Null unless it is done.</param>
/// <param name="Cached">Whether it had been there before.</param>
/// <param name="Call">The call of the model, when there was one.</param>
internal sealed record GenerationResult(GenerationOutcome Outcome, Analysis? Analysis = null, bool Cached = false, ModelCall? Call = null);

/// <summary>Analyses an incident: collect, rank, phrase, store, deliver. Once per incident, unless somebody asks for a new one.</summary>
internal sealed class Generation(
    ServiceDatabase database, ProjectPeers peers, EvidenceCollector collector, HypothesisWriter writer, GenerationLock locks, Delivery delivery, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    public async Task<GenerationResult> RunAsync(CallerScope scope, Guid incidentId, bool again, CancellationToken cancel)
    {
        var found = await peers.GetAsync(peers.Addresses.Incidents, $"/incidents/{incidentId}", scope, PeerJson.Default.IncidentBody, Deadline, cancel);
        if (found.Value is not { } incident)
        {
            return new(found.Status is HttpStatusCode.NotFound ? GenerationOutcome.NotFound : GenerationOutcome.IncidentsAway);
        }

        if (!again && await FindAsync(scope, incidentId, cancel) is { } known)
        {
            return await HandOverAsync(scope, known, true, null, cancel);
        }

        if (await locks.TakeAsync(scope, incidentId, cancel) is not { } holder)
        {
            return new(GenerationOutcome.Busy);
        }

        try
        {
            // Perhaps it was finished between the two looks.
            if (!again && await FindAsync(scope, incidentId, cancel) is { } finished)
            {
                return await HandOverAsync(scope, finished, true, null, cancel);
            }

            var (analysis, call) = await AnalyseAsync(scope, incident, cancel);
            return await HandOverAsync(scope, analysis, false, call, cancel);
        }
        finally
        {
            await locks.ReleaseAsync(scope, incidentId, holder);
        }
    }

    private async Task<Analysis?> FindAsync(CallerScope scope, Guid incidentId, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(scope, cancel);
        return await AnalysisStore.FindAsync(session, scope.ProjectId!.Value, incidentId, cancel);
    }

    private async Task<(Analysis Analysis, ModelCall? Call)> AnalyseAsync(CallerScope scope, IncidentBody incident, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var (history, causes) = await ReadFeedbackAsync(scope, cancel);
        var collected = await collector.CollectAsync(scope, incident, causes, cancel);
        var ranked = HypothesisRanking.Rank(collected.Context, collected.Evidence, history);
        var hypotheses = ranked.Select((one, place) => StoredHypothesis.Of(incident.Id, place + 1, one)).ToList();
        var evidence = collected.Evidence.DistinctBy(one => one.Id).Select(EvidenceItem.Of).OrderBy(one => one.At).ThenBy(one => one.Id, StringComparer.Ordinal).ToList();

        var written = writer.IsConfigured && evidence.Count > 0 ? await writer.WriteAsync(incident.Id, incident, hypotheses, evidence, cancel) : null;
        var now = time.GetStoredNow();
        var analysis = new Analysis(
            incident.Id, collected.Context.Service, collected.Context.Onset, collected.Window.From, collected.Window.To,
            written is null ? Analysis.ByEngine : written.Accepted > 0 ? Analysis.ByModel : Analysis.ByFallback, written?.Problem,
            [.. collected.Missing.Select(one => $"{Words.Of(one.Kind)}: {one.Reason}")], (int)time.GetElapsedTime(started).TotalMilliseconds, now,
            [.. written?.Hypotheses ?? hypotheses], evidence);

        await using var session = await database.OpenAsync(scope, cancel);
        await AnalysisStore.SaveAsync(session, scope, incident.Title, analysis, cancel);
        if (written is not null)
        {
            await ModelUsage.AddAsync(session, scope, incident.Id, written.Call, written.Problem, now, cancel);
        }

        await session.CommitAsync(cancel);
        return (analysis, written?.Call);
    }

    private async Task<(ValidationHistory History, IReadOnlyDictionary<Guid, Cause> Causes)> ReadFeedbackAsync(CallerScope scope, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(scope, cancel);
        return (await VerdictStore.ReadHistoryAsync(session, scope.ProjectId!.Value, cancel), await VerdictStore.ReadKnownCausesAsync(session, scope.ProjectId.Value, cancel));
    }

    private async Task<GenerationResult> HandOverAsync(CallerScope scope, Analysis analysis, bool cached, ModelCall? call, CancellationToken cancel)
    {
        if (cached && await WasDeliveredAsync(scope, analysis.IncidentId, cancel))
        {
            return new(GenerationOutcome.Done, analysis, true);
        }

        var problem = await delivery.DeliverAsync(scope, analysis, call, cancel);
        return problem is null ? new(GenerationOutcome.Done, analysis, cached, call) : new(GenerationOutcome.IncidentsAway);
    }

    private async Task<bool> WasDeliveredAsync(CallerScope scope, Guid incidentId, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(scope, cancel);
        return await session.SingleOrDefaultAsync(
            $"select delivered_at is not null from analyses where incident_id = {incidentId} and project_id = {scope.ProjectId}", row => row.GetBoolean(0), cancel);
    }
}
