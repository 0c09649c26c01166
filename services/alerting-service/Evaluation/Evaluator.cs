using Microsoft.Extensions.Options;
using SreCopilot.AlertingService.Conditions;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Evaluation;

/// <summary>Evaluates conditions when they are due: asks for a batch of a project at once, then judges it in one transaction.</summary>
internal sealed partial class Evaluator(
    ConditionLeases leases, DataSource source, Judge judge, IOptions<EvaluatorOptions> options, TimeProvider time, ILogger<Evaluator> logger) : BackgroundService
{
    private const int ProjectsAtOnce = 4;
    private static readonly TimeSpan GiveBackTime = TimeSpan.FromSeconds(2);

    private TimeSpan Poll => TimeSpan.FromSeconds(options.Value.PollSeconds);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await TurnAsync(stoppingToken) < options.Value.BatchSize)
                {
                    await Task.Delay(Poll, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (!DatabaseFaults.IsUnavailable(exception))
                {
                    LogFailed(exception);
                }

                await Task.Delay(Poll, CancellationToken.None);
            }
        }
    }

    /// <returns>How many were due.</returns>
    private async Task<int> TurnAsync(CancellationToken stopping)
    {
        var due = await leases.TakeAsync(stopping);
        await Parallel.ForEachAsync(
            due.GroupBy(condition => condition.Scope), new ParallelOptions { MaxDegreeOfParallelism = ProjectsAtOnce, CancellationToken = CancellationToken.None },
            async (project, _) => await EvaluateAsync(project.Key, [.. project], stopping));
        return due.Count;
    }

    private async Task EvaluateAsync(CallerScope scope, List<Condition> conditions, CancellationToken stopping)
    {
        try
        {
            var now = time.GetStoredNow();
            var answers = await source.AskAsync(scope, conditions.ConvertAll(condition => EvaluationQuestion.Of(condition, now)), stopping);
            await judge.EndAsync(scope, conditions, answers, now, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await GiveBackAsync(conditions);
        }
        catch (Exception exception)
        {
            // The leases end by themselves.
            LogNotJudged(conditions.Count, scope.ProjectId, exception);
        }
    }

    private async Task GiveBackAsync(List<Condition> conditions)
    {
        try
        {
            using var limit = new CancellationTokenSource(GiveBackTime);
            await leases.GiveBackAsync(conditions, limit.Token);
        }
        catch (Exception exception)
        {
            LogNotGivenBack(conditions.Count, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "Looking for due conditions failed")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "{Count} conditions of project {ProjectId} could not be judged")]
    private partial void LogNotJudged(int count, Guid? projectId, Exception exception);

    [LoggerMessage(LogLevel.Information, "{Count} conditions were not given back and wait for the end of their lease: {Reason}")]
    private partial void LogNotGivenBack(int count, string reason);
}
