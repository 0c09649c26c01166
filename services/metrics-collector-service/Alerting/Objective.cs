using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Services;
using SreCopilot.MetricsCollectorService.Slos;
using SreCopilot.MetricsCollectorService.Transactions;

namespace SreCopilot.MetricsCollectorService.Alerting;

/// <summary>What an objective demands.</summary>
internal sealed record Objective(string Service, string Type, double Target, double ThresholdMs)
{
    public static Task<Objective?> FindAsync(DatabaseSession session, Guid project, Guid? id, CancellationToken cancel) => session.SingleOrDefaultAsync(
        $"select service_name, sli_type, target_percentage, threshold_ms from slos where project_id = {project} and id = {id}",
        row => new Objective(row.GetString(0), row.GetString(1), row.GetDouble(2), row.GetDouble(3)), cancel);

    /// <summary>How fast transactions use up its budget; 0 when there are none.</summary>
    public double BurnRateOf(TransactionSums sums) => new Budget(sums.Count, BadOf(sums), Target).BurnRate;

    private double BadOf(TransactionSums sums) => Type switch
    {
        "availability" => sums.Failures,
        "correctness" => sums.Errors,
        _ => sums.Count - Histogram.CountBelow(sums.Buckets, ThresholdMs),
    };
}
