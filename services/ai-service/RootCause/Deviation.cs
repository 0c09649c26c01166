namespace SreCopilot.AiService.RootCause;

/// <summary>How one metric of one node left its normal level during the incident.</summary>
/// <param name="Metric">The column.</param>
/// <param name="Information">How surprising that is, in nats (3 is one in twenty, 7 one in a thousand).</param>
/// <param name="Change">The difference on the scale of <see cref="Badness"/>; more than 0 is worse.</param>
/// <param name="Baseline">What was to be expected: seconds, percent available, or requests.</param>
/// <param name="Observed">What was seen instead.</param>
/// <param name="Excess">Its effect in all: extra seconds of waiting, extra failed requests, extra requests.</param>
/// <param name="AffectedRequests">How many requests it touched.</param>
/// <param name="Since">The first row that is nearer to the observed level than to the baseline, in Unix seconds.</param>
internal sealed record Deviation(
    MetricKey Metric, double Information, double Change, double Baseline, double Observed, double Excess, double AffectedRequests, long Since)
{
    /// <summary>The probability that the node is affected: prior odds times what the deviation says.</summary>
    public double Probability(LocalisationOptions options) => 1 / (1 + (options.PriorOdds * Math.Exp(-Math.Max(0, Information))));
}
