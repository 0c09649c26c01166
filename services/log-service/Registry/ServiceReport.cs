namespace SreCopilot.LogService.Registry;

/// <summary>Services that write logs, as metrics-collector-service takes them.</summary>
internal sealed record ServiceReport(IReadOnlyList<ReportedService> Services);

/// <summary>One of them.</summary>
internal sealed record ReportedService(string ServiceName, DateTimeOffset LastSeen);
