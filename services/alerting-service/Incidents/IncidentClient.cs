using System.Net;
using Microsoft.Extensions.Options;
using SreCopilot.AlertingService.Peers;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.Peers;

namespace SreCopilot.AlertingService.Incidents;

/// <summary>A problem, as incident-service wants to hear of it (<c>POST /internal/incidents</c>).</summary>
internal sealed record ProblemReport(
    string DeduplicationKey, string Title, string Description, string ServiceName, string Severity, string Source, DateTimeOffset ReceivedAt, bool RaiseSeverity);

/// <summary>Its answer.</summary>
internal sealed record ProblemAnswer(KnownIncident Incident);

/// <summary>What this service needs to know of an incident.</summary>
internal sealed record KnownIncident(Guid Id);

/// <summary>The problem is over (<c>POST /internal/incidents/resolve</c>).</summary>
internal sealed record RecoveryReport(string DeduplicationKey, string Source, string Comment);

/// <summary>Its answer.</summary>
internal sealed record RecoveryAnswer(bool Resolved);

/// <summary>Tells incident-service, in the name of a project. Both calls may be repeated without harm.</summary>
internal sealed partial class IncidentClient(PeerClient peers, IOptions<PeerOptions> options, ILogger<IncidentClient> logger)
{
    public const string Source = "alerting";

    // Shorter than the lease of a problem.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <returns>The incident; null when incident-service did not answer as it should.</returns>
    public async Task<Guid?> ReportAsync(CallerScope scope, ProblemReport report, CancellationToken cancel)
    {
        var (answer, status, problem) = await peers.PostAsync(
            Address("/internal/incidents"), CallerOf(scope), report, AlertingJson.Default.ProblemReport, AlertingJson.Default.ProblemAnswer, Deadline, cancel);
        if (answer is null)
        {
            Failed(report.DeduplicationKey, status, problem);
        }

        return answer?.Incident.Id;
    }

    /// <returns>Whether incident-service knows.</returns>
    public async Task<bool> RecoverAsync(CallerScope scope, RecoveryReport report, CancellationToken cancel)
    {
        var (answer, status, problem) = await peers.PostAsync(
            Address("/internal/incidents/resolve"), CallerOf(scope), report, AlertingJson.Default.RecoveryReport, AlertingJson.Default.RecoveryAnswer, Deadline, cancel);
        if (answer is null)
        {
            Failed(report.DeduplicationKey, status, problem);
        }

        return answer is not null;
    }

    private Uri Address(string path) => new(options.Value.IncidentService, path);

    private static Caller CallerOf(CallerScope scope) => new() { Kind = CallerKind.Service, TenantId = scope.TenantId, ProjectId = scope.ProjectId };

    private void Failed(string key, HttpStatusCode? status, string? problem) => LogFailed(key, problem ?? $"HTTP {(int?)status}");

    [LoggerMessage(LogLevel.Warning, "incident-service was not told about problem {ProblemId}: {Problem}. It will be tried again")]
    private partial void LogFailed(string problemId, string problem);
}
