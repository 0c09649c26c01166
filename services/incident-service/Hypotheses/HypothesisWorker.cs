using System.Net;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.IncidentService.Peers;
using SreCopilot.IncidentService.Workflow;
using SreCopilot.Peers;

namespace SreCopilot.IncidentService.Hypotheses;

/// <summary>What ai-service is asked.</summary>
internal sealed record HypothesisQuestion(Guid IncidentId, string Title, string Description, string ServiceName);

/// <summary>Wakes the worker of this replica.</summary>
internal sealed class HypothesisSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0);

    public void Set() => _signal.Release();

    /// <summary>Ends at a signal, and now and then without one.</summary>
    public Task WaitAsync(TimeSpan limit, CancellationToken cancel) => _signal.WaitAsync(limit, cancel);

    public void Dispose() => _signal.Dispose();
}

/// <summary>
/// Asks ai-service for hypotheses about new incidents, in the background. ai-service delivers what it finds by
/// <c>POST /internal/incidents/{incident_id}/analysis</c>; its answer here only says whether it did.
/// </summary>
internal sealed partial class HypothesisWorker(
    ServiceDatabase database, PeerClient peers, HypothesisSignal signal, IOptions<PeerOptions> options, TimeProvider time, ILogger<HypothesisWorker> logger)
    : BackgroundService
{
    private const int AtOnce = 4;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => RunAsync(stoppingToken)));

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                while (await HypothesisQueue.TakeAsync(database, time.GetStoredNow(), stopping) is { } waiting)
                {
                    if (!await AskAsync(waiting, stopping))
                    {
                        // Thousands may wait: while ai-service is away they must not keep PostgreSQL busy with attempts.
                        await Task.Delay(Poll, stopping);
                    }
                }

                await signal.WaitAsync(Poll, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (!DatabaseFaults.IsUnavailable(e))
                {
                    LogFailed(e);
                }

                await Task.Delay(Poll, CancellationToken.None);
            }
        }
    }

    /// <returns>False when it has to be tried again.</returns>
    private async Task<bool> AskAsync(WaitingIncident waiting, CancellationToken stopping)
    {
        if (await FindQuestionAsync(waiting, stopping) is not { } question)
        {
            return true;
        }

        var caller = new Caller { Kind = CallerKind.Service, TenantId = waiting.Scope.TenantId, ProjectId = waiting.Scope.ProjectId };
        var (status, problem) = await peers.PostAsync(
            new Uri(options.Value.AiService, "/generate-hypotheses"), caller, question, IncidentJson.Default.HypothesisQuestion, Deadline, stopping);
        var now = time.GetStoredNow();
        switch (status)
        {
            case HttpStatusCode.OK:
                await HypothesisQueue.EndAsync(database, waiting, Step.Completed, "", now, stopping);
                break;
            case HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented:
                await HypothesisQueue.EndAsync(database, waiting, Step.Skipped, "No hypotheses yet: ai-service does not offer any.", now, stopping);
                break;
            case null or HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
                when waiting.Attempt < HypothesisQueue.MostAttempts:
                var reason = $"Attempt {waiting.Attempt} of {HypothesisQueue.MostAttempts}: {problem ?? $"ai-service answered {(int)status!}"}. It will be tried again.";
                await HypothesisQueue.RetryAsync(database, waiting, reason, now + (FirstPause * Math.Pow(2, waiting.Attempt - 1)), now, stopping);
                return false;
            default:
                LogGivenUp(waiting.IncidentId, problem ?? $"HTTP {(int)status!}");
                await HypothesisQueue.EndAsync(
                    database, waiting, Step.Failed, $"Given up after attempt {waiting.Attempt}: {problem ?? $"ai-service answered {(int)status!}"}.", now, stopping);
                break;
        }

        return true;
    }

    private async Task<HypothesisQuestion?> FindQuestionAsync(WaitingIncident waiting, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(waiting.Scope, cancel);
        return await Incident.FindAsync(session, waiting.Scope.ProjectId!.Value, waiting.IncidentId, cancel) is { } incident
            ? new HypothesisQuestion(incident.Id, incident.Title, incident.Description, incident.ServiceName)
            : null;
    }

    [LoggerMessage(LogLevel.Warning, "There will be no hypotheses about incident {IncidentId}: {Reason}")]
    private partial void LogGivenUp(Guid incidentId, string reason);

    [LoggerMessage(LogLevel.Error, "Asking for hypotheses failed")]
    private partial void LogFailed(Exception exception);
}
