using Npgsql;
using SreCopilot.CicdConnectorService.Connections;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.Connectors;
using SreCopilot.Database;

namespace SreCopilot.CicdConnectorService.Deployments;

/// <summary>A deployment as it is known so far, and as metrics-collector-service gets it.</summary>
internal sealed record Deployment
{
    public const string Success = "success";
    public const string Failed = "failed";
    public const string InProgress = "in_progress";

    public required Guid Id { get; init; }

    public required string ExternalId { get; init; }

    public required string ReportId { get; init; }

    public required Rank Rank { get; init; }

    public required string Provider { get; init; }

    public required string Repository { get; init; }

    public required string ServiceName { get; init; }

    public required string Version { get; init; }

    public required string CommitSha { get; init; }

    public required string Environment { get; init; }

    public required string DeployedBy { get; init; }

    public required string Description { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public required string Url { get; init; }

    public static Sql Columns => $"""
        d.id, d.external_id, d.report_id, d.rank, d.provider, d.repository, d.service_name, d.version, d.commit_sha, d.environment, d.deployed_by, d.description, d.status,
        d.started_at, d.finished_at, d.url
        """;

    /// <summary>What a report says when nothing is known yet.</summary>
    public static Deployment Of(Report report, Verdict verdict, string provider, DateTimeOffset now)
    {
        var isOver = report.State != RunState.InProgress;
        var started = report.StartedAt ?? report.CreatedAt ?? report.FinishedAt ?? now;
        var finished = report.FinishedAt ?? (isOver ? now : null);
        var version = report.Version.Length > 0 ? report.Version : report.CommitSha.Length > 0 ? report.CommitSha[..7] : report.Number.Length > 0 ? report.Number : "unknown";
        return new Deployment
        {
            Id = Guid.NewGuid(),
            ExternalId = report.Id,
            ReportId = report.Id,
            Rank = report.Rank,
            Provider = provider,
            Repository = report.Repository,
            ServiceName = verdict.Service,
            Version = ForeignJson.Clean(version, 128),
            CommitSha = report.CommitSha,
            Environment = verdict.Environment,
            DeployedBy = report.DeployedBy.Length > 0 ? report.DeployedBy : provider,
            Description = report.Description,
            Status = StatusOf(report.State),
            StartedAt = started,
            FinishedAt = isOver ? (finished < started ? started : finished) : null,
            Url = report.Url,
        };
    }

    /// <summary>
    /// This one after a later report of the same thing. Reports arrive in any order: what is over stays over, unless it was begun again.
    /// </summary>
    public Deployment After(Deployment report)
    {
        var beganAgain = report.StartedAt > (FinishedAt ?? DateTimeOffset.MaxValue);
        if (report.Status == InProgress && Status != InProgress && !beganAgain)
        {
            return this;
        }

        return report with
        {
            Id = Id,
            ExternalId = ExternalId,
            CommitSha = report.CommitSha.Length > 0 ? report.CommitSha : CommitSha,
            Description = report.Description.Length > 0 ? report.Description : Description,
            DeployedBy = report.DeployedBy != report.Provider ? report.DeployedBy : DeployedBy,
            StartedAt = beganAgain || report.Rank > Rank ? report.StartedAt : report.StartedAt < StartedAt ? report.StartedAt : StartedAt,
            Url = report.Url.Length > 0 ? report.Url : Url,
        };
    }

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Deployment Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        ExternalId = row.GetString(1),
        ReportId = row.GetString(2),
        Rank = (Rank)row.GetInt32(3),
        Provider = row.GetString(4),
        Repository = row.GetString(5),
        ServiceName = row.GetString(6),
        Version = row.GetString(7),
        CommitSha = row.GetString(8),
        Environment = row.GetString(9),
        DeployedBy = row.GetString(10),
        Description = row.GetString(11),
        Status = row.GetString(12),
        StartedAt = row.GetFieldValue<DateTimeOffset>(13),
        FinishedAt = row.GetValueOrNull<DateTimeOffset>(14),
        Url = row.GetString(15),
    };

    // Cancelled: it had begun, and nobody knows what half of it did.
    private static string StatusOf(RunState state) => state switch
    {
        RunState.Success => Success,
        RunState.Failed or RunState.Cancelled => Failed,
        _ => InProgress,
    };
}
