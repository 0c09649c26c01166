namespace SreCopilot.AiService.Usage;

/// <summary>What language models cost.</summary>
internal sealed record TokenUsageResponse(
    int TotalRequests, long TotalInputTokens, long TotalOutputTokens, long TotalTokens, decimal TotalCostUsd, double AvgDurationMs,
    IReadOnlyList<TypeUsage> BreakdownByType, IReadOnlyList<DayUsage> Timeline);

/// <summary>Per purpose, the most expensive first.</summary>
internal sealed record TypeUsage(string RequestType, int Count, long InputTokens, long OutputTokens, long TotalTokens, decimal CostUsd);

/// <summary>Per day (UTC) that has requests, the oldest first.</summary>
internal sealed record DayUsage(DateOnly Date, int Requests, decimal CostUsd);

/// <summary>What one incident cost.</summary>
internal sealed record IncidentUsageResponse(
    Guid IncidentId, string IncidentTitle, IncidentUsageSummary Summary, IReadOnlyList<UsageRequest> AiRequests, IReadOnlyList<UsageStep> AnalysisSteps);

/// <summary>In numbers.</summary>
internal sealed record IncidentUsageSummary(int TotalRequests, long TotalTokens, decimal TotalCostUsd);

/// <summary>A request.</summary>
internal sealed record UsageRequest(
    Guid Id, string RequestType, int InputTokens, int OutputTokens, int TotalTokens, decimal CostUsd, int DurationMs, string ModelUsed, bool Success, DateTimeOffset CreatedAt);

/// <summary>A step of the analysis.</summary>
internal sealed record UsageStep(
    Guid Id, string StepType, int StepNumber, string Status, int? InputTokens, int? OutputTokens, int? TotalTokens, decimal? CostUsd, int? DurationMs,
    DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt);

/// <summary>Costs of the last days.</summary>
/// <param name="TimePeriodDays">How many.</param>
/// <param name="OverallStats">In all.</param>
/// <param name="CacheStats">How many analyses went without a request.</param>
/// <param name="MostExpensiveIncidents">At most 10.</param>
/// <param name="Recommendations">high_cost_per_request, low_cache_hit_rate or duplicate_requests.</param>
internal sealed record CostSummaryResponse(
    int TimePeriodDays, OverallCosts OverallStats, CacheStats CacheStats, IReadOnlyList<ExpensiveIncident> MostExpensiveIncidents, IReadOnlyList<CostRecommendation> Recommendations);

/// <summary>In all.</summary>
internal sealed record OverallCosts(int TotalRequests, decimal TotalCostUsd, long TotalTokens, decimal AvgCostPerRequest);

/// <summary>Analysed incidents, and the share (percent) of them that needed no request.</summary>
internal sealed record CacheStats(int TotalIncidents, double CacheHitRate, decimal PotentialSavings);

/// <summary>An incident and its costs.</summary>
internal sealed record ExpensiveIncident(Guid IncidentId, string IncidentTitle, decimal TotalCostUsd, int TotalRequests);

/// <summary>Something to change.</summary>
internal sealed record CostRecommendation(string Type, string Message, string Priority);
