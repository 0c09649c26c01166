using System.Text.Json;

namespace SreCopilot.AiService.Peers;

// What this service reads of the others' answers, by their field names. Everything that could be absent is nullable.

/// <summary>An incident, as incident-service has it.</summary>
internal sealed record IncidentBody(
    Guid Id, string Title, string? Description, string ServiceName, string State, string Severity, DateTimeOffset DetectedAt, DateTimeOffset? ResolvedAt);

/// <summary>A page of incidents.</summary>
internal sealed record IncidentPageBody(IReadOnlyList<IncidentBody> Items, int Total);

/// <summary>Something that happened to an incident.</summary>
internal sealed record ActivityBody(string ActivityType, string Content, string? NewValue);

/// <summary>The steps of an analysis.</summary>
internal sealed record WorkflowBody(IReadOnlyList<WorkflowStepBody> Steps);

/// <summary>One of them.</summary>
internal sealed record WorkflowStepBody(
    Guid Id, string StepType, int StepNumber, string Status, int? InputTokens, int? OutputTokens, int? TotalTokens, decimal? CostUsd, int? DurationMs,
    DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt);

/// <summary>An alert of a monitoring system.</summary>
internal sealed record AlertBody(
    Guid Id, string AlertName, string Status, string Severity, string? Summary, JsonElement Labels, DateTimeOffset StartsAt, DateTimeOffset? EndsAt);

/// <summary>An alert of a condition or a synthetic monitor.</summary>
internal sealed record ConditionAlertBody(
    Guid AlertId, string ConditionName, string Severity, string? Message, string ServiceName, DateTimeOffset FiredAt, DateTimeOffset? ResolvedAt);

/// <summary>Who calls whom.</summary>
internal sealed record DependencyMapBody(IReadOnlyList<DependencyEdgeBody> Edges);

/// <summary>One service calls another.</summary>
internal sealed record DependencyEdgeBody(string Source, string Target, long Volume);

/// <summary>A service in one step of time.</summary>
internal sealed record ServicePointBody(DateTimeOffset Timestamp, long Count, double AvgMs, double ErrorRatePercent);

/// <summary>How long a service waited for databases.</summary>
internal sealed record DatabaseTimeBody(long QueryCount, double AvgQueryTimeMs, double TotalDbTimeMs);

/// <summary>How a service was.</summary>
internal sealed record ServiceFiguresBody(double AvgResponseTimeMs, long TotalTransactions);

/// <summary>A transaction.</summary>
internal sealed record TransactionBody(string? TraceId, double DurationMs);

/// <summary>A trace in a list.</summary>
internal sealed record TraceSummaryBody(string TraceId, bool HasError, DateTimeOffset Timestamp);

/// <summary>A trace.</summary>
internal sealed record TraceBody(string TraceId, IReadOnlyList<SpanBody> Spans);

/// <summary>A span.</summary>
internal sealed record SpanBody(
    string SpanId, string? ParentSpanId, string ServiceName, string Operation, double DurationMs, string Status, JsonElement Attributes, DateTimeOffset Timestamp,
    string? Kind, string? StatusMessage);

/// <summary>A group of errors.</summary>
internal sealed record ErrorGroupBody(
    string Fingerprint, string ServiceName, string ErrorClass, string Message, long OccurrenceCount, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, DateTimeOffset? RegressedAt);

/// <summary>A deployment.</summary>
internal sealed record DeploymentBody(
    Guid DeploymentId, string Service, string Version, string? Description, string? DeployedBy, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt, string Status);

/// <summary>An objective.</summary>
internal sealed record SloBody(Guid SloId, string Name, string ServiceName, double TargetPercentage, double BurnRate, double ErrorBudgetRemaining, string Status);

/// <summary>A host with its latest sample.</summary>
internal sealed record HostBody(string Hostname, HostSampleBody LatestMetrics);

/// <summary>A sample of a host.</summary>
internal sealed record HostSampleBody(JsonElement Processes, JsonElement Containers);

/// <summary>A host in one step of time.</summary>
internal sealed record HostPointBody(DateTimeOffset Timestamp, double CpuPercent, double MemoryPercent, double? DiskPercent);

/// <summary>A metric that the project has.</summary>
internal sealed record MetricNameBody(string Name, string Type, string? Unit);

/// <summary>Values of a metric.</summary>
internal sealed record MetricValuesBody(IReadOnlyList<MetricLineBody> Series);

/// <summary>Those of one group.</summary>
internal sealed record MetricLineBody(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<MetricValueBody> Points);

/// <summary>A value.</summary>
internal sealed record MetricValueBody(DateTimeOffset Time, double Value);

/// <summary>The patterns of log messages.</summary>
internal sealed record PatternsBody(IReadOnlyList<PatternBody> Patterns);

/// <summary>One pattern.</summary>
internal sealed record PatternBody(Guid Id, string Pattern, long Count, string Level, string Sample, DateTimeOffset FirstSeen);

/// <summary>A page of log lines.</summary>
internal sealed record LogPageBody(IReadOnlyList<LogLineBody> Items);

/// <summary>A log line.</summary>
internal sealed record LogLineBody(string ServiceName, string Message, DateTimeOffset Timestamp);
