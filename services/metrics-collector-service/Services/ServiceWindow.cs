using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Services;

/// <summary>The time that figures are about, and the roll-up that they come from.</summary>
internal sealed class ServiceWindow
{
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Most = TimeSpan.FromDays(400);

    public ServiceWindow(IQueryCollection parameters, DateTimeOffset now, TimeSpan fallback)
    {
        Query = new QueryReader(parameters);
        Exact = Query.Range(now, fallback, Most);
        Step = TransactionSums.StepOf(Exact);
        Range = Query.Refusal is null ? Exact.RoundedTo(Step) : Exact;
    }

    public QueryReader Query { get; }

    public JsonHttpResult<ErrorBody>? Refusal => Query.Refusal;

    /// <summary>As it was asked for: for single transactions.</summary>
    public TimeRange Exact { get; }

    /// <summary>In whole steps: for what they add up to.</summary>
    public TimeRange Range { get; }

    public TimeSpan Step { get; }
}
