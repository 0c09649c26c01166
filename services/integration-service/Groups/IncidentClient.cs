using System.Net;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IntegrationService.Peers;
using SreCopilot.Peers;

namespace SreCopilot.IntegrationService.Groups;

/// <summary>A problem, as incident-service wants to hear of it (<c>POST /internal/incidents</c>).</summary>
internal sealed record ProblemReport(
    string DeduplicationKey, string Title, string Description, string ServiceName, string Severity, string Source, DateTimeOffset ReceivedAt, bool RaiseSeverity);

/// <summary>Its answer.</summary>
internal sealed record ProblemAnswer(KnownIncident Incident, bool Created);

/// <summary>What this service needs to know of an incident.</summary>
internal sealed record KnownIncident(Guid Id);

/// <summary>The problem is over (<c>POST /internal/incidents/resolve</c>).</summary>
internal sealed record RecoveryReport(string DeduplicationKey, string Source);

/// <summary>Its answer.</summary>
internal sealed record RecoveryAnswer(bool Resolved);

/// <summary>Tells incident-service, in the name of a project. Both calls may be repeated without harm.</summary>
internal sealed partial class IncidentClient(PeerClient peers, IOptions<PeerOptions> options, ILogger<IncidentClient> logger)
{
    // Shorter than the lease of a group, and than the shortest useful hold time.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <returns>The incident; null when incident-service did not answer as it should.</returns>
    public async Task<Guid?> ReportAsync(CallerScope scope, ProblemReport report, CancellationToken cancel)
    {
        var (answer, status, problem) = await peers.PostAsync(
            Address("/internal/incidents"), CallerOf(scope), report, IntegrationJson.Default.ProblemReport, IntegrationJson.Default.ProblemAnswer, Deadline, cancel);
        return answer?.Incident.Id ?? Failed<Guid>(report.DeduplicationKey, status, problem);
    }

    /// <returns>Whether incident-service knows.</returns>
    public async Task<bool> RecoverAsync(CallerScope scope, RecoveryReport report, CancellationToken cancel)
    {
        var (answer, status, problem) = await peers.PostAsync(
            Address("/internal/incidents/resolve"), CallerOf(scope), report, IntegrationJson.Default.RecoveryReport, IntegrationJson.Default.RecoveryAnswer, Deadline, cancel);
        return answer is not null || Failed<bool>(report.DeduplicationKey, status, problem) is not null;
    }

    private Uri Address(string path) => new(options.Value.IncidentService, path);

    private static Caller CallerOf(CallerScope scope) => new() { Kind = CallerKind.Service, TenantId = scope.TenantId, ProjectId = scope.ProjectId };

    private T? Failed<T>(string group, HttpStatusCode? status, string? problem)
        where T : struct
    {
        LogFailed(group, problem ?? $"HTTP {(int?)status}");
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "incident-service was not told about alert group {GroupId}: {Problem}. It will be tried again")]
    private partial void LogFailed(string groupId, string problem);
}
