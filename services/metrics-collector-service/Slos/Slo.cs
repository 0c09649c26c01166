using Npgsql;
using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Transactions;

namespace SreCopilot.MetricsCollectorService.Slos;

/// <summary>An objective, and how well the service's transactions meet it.</summary>
/// <param name="SloId">The objective.</param>
/// <param name="Name">Its name.</param>
/// <param name="ServiceName">Of which service.</param>
/// <param name="SliType">
/// availability: not failed by the service's own fault (status 500 and above, or an error that no status 400 to 499 explains);
/// latency: faster than threshold_ms; correctness: neither an error nor status 400 and above.
/// </param>
/// <param name="TargetPercentage">How many of the transactions should be good.</param>
/// <param name="TimeWindowDays">Over how many days.</param>
/// <param name="Description">May be empty.</param>
/// <param name="CurrentCompliance">How many of the transactions in these days are good, in percent; 100 when there are none.</param>
/// <param name="ErrorBudgetRemaining">How much is left of what may go wrong, in percent, 0 to 100.</param>
/// <param name="BurnRate">How fast the last hour uses the budget up: 1 is exactly in the window; at most 1000.</param>
/// <param name="ThresholdMs">For latency.</param>
/// <param name="Status">met, at_risk (less than a fifth of the budget is left), breached, or no_data.</param>
/// <param name="TotalEvents">Transactions in the window.</param>
/// <param name="BadEvents">Of these, not good ones.</param>
/// <param name="BurnRates">The same for the last 1 and 6 hours and the whole window.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
internal sealed record Slo(
    Guid SloId, string Name, string ServiceName, string SliType, double TargetPercentage, int TimeWindowDays, string Description, double CurrentCompliance,
    double ErrorBudgetRemaining, double BurnRate, double ThresholdMs, string Status, long TotalEvents, long BadEvents, BurnRates BurnRates, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static readonly string[] SliTypes = ["availability", "latency", "correctness"];

    /// <summary>Objectives with what the roll-ups say, in one query: the window from hours, the last six hours from minutes.</summary>
    /// <param name="session">Of the caller.</param>
    /// <param name="which">SQL after <c>from slos s</c>.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancel">Gives up.</param>
    public static Task<List<Slo>> ListAsync(DatabaseSession session, Sql which, DateTimeOffset now, CancellationToken cancel) => session.ListAsync($"""
        select s.id, s.name, s.service_name, s.sli_type, s.target_percentage, s.time_window_days, s.description, s.threshold_ms, s.created_at, s.updated_at,
          coalesce(w.total, 0)::double precision, coalesce(w.bad, 0)::double precision, coalesce(m.total_1h, 0)::double precision, coalesce(m.bad_1h, 0)::double precision,
          coalesce(m.total_6h, 0)::double precision, coalesce(m.bad_6h, 0)::double precision
        from (select * from slos s {which}) s
        left join lateral (
          select sum(t.count) as total, sum({Bad}) as bad from transaction_hours t
          where t.project_id = s.project_id and t.service_name = s.service_name and t.time >= date_trunc('hour', {now}, 'UTC') - make_interval(days => s.time_window_days)) w on true
        left join lateral (
          select sum(t.count) as total_6h, sum({Bad}) as bad_6h,
            sum(t.count) filter (where t.time > {now.AddHours(-1)}) as total_1h, sum({Bad}) filter (where t.time > {now.AddHours(-1)}) as bad_1h
          from transaction_minutes t where t.project_id = s.project_id and t.service_name = s.service_name and t.time > {now.AddHours(-6)}) m on true
        order by s.created_at desc, s.id desc
        """, Read, cancel);

    // A share of the bucket in which the threshold lies; see Histogram.CountBelow.
    private static Sql Bad => $"""
        case s.sli_type when 'availability' then t.failures when 'correctness' then t.errors
          else t.count * (1 - least(1, greatest(0, (s.threshold_ms - {Transaction.SatisfiedMs} * power(2, t.bucket / 4.0))
            / ({Transaction.SatisfiedMs} * (power(2, (t.bucket + 1) / 4.0) - power(2, t.bucket / 4.0))))))
        end
        """;

    private static Slo Read(NpgsqlDataReader row)
    {
        var target = row.GetDouble(4);
        var window = new Budget(row.GetDouble(10), row.GetDouble(11), target);
        var hour = new Budget(row.GetDouble(12), row.GetDouble(13), target);
        return new Slo(
            row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), target, row.GetInt32(5), row.GetString(6), window.Compliance, window.Remaining, hour.BurnRate,
            row.GetDouble(7), window.Status, (long)window.Total, (long)Math.Round(window.Bad),
            new BurnRates(hour.BurnRate, new Budget(row.GetDouble(14), row.GetDouble(15), target).BurnRate, window.BurnRate),
            row.GetFieldValue<DateTimeOffset>(8), row.GetFieldValue<DateTimeOffset>(9));
    }
}

/// <summary>How fast the budget is used up.</summary>
/// <param name="LastHour">By the last hour.</param>
/// <param name="LastSixHours">By the last six.</param>
/// <param name="Window">By the whole window.</param>
internal sealed record BurnRates(double LastHour, double LastSixHours, double Window);
