using SreCopilot.AlertingService.Conditions;

namespace SreCopilot.AlertingService.Evaluation;

/// <summary>What a value means for a series.</summary>
internal enum Verdict
{
    /// <summary>Nothing happens.</summary>
    Nothing,

    /// <summary>An alert fires.</summary>
    Fire,

    /// <summary>The alert is over.</summary>
    Resolve,
}

/// <summary>Judges one series at one moment; the same for the present and for a preview of the past.</summary>
internal static class Judgement
{
    /// <summary>Judges a value.</summary>
    /// <param name="condition">What is demanded.</param>
    /// <param name="series">Which series.</param>
    /// <param name="before">How it was; null: fine.</param>
    /// <param name="value">What was measured.</param>
    /// <param name="now">When.</param>
    /// <returns>How it is, null: fine; and what happens.</returns>
    public static (SeriesState? State, Verdict Verdict) Of(Condition condition, string series, SeriesState? before, double value, DateTimeOffset now)
    {
        var state = before ?? new SeriesState(series, null, null, null, null);
        if (Comparison.IsBreach(condition.Operator, value, condition.Threshold))
        {
            if (state.AlertId is not null)
            {
                return (state with { FineSince = null, SilentSince = null }, Verdict.Nothing);
            }

            var since = state.BreachSince ?? now;
            return now - since >= TimeSpan.FromSeconds(condition.HoldSeconds)
                ? (state with { BreachSince = null, AlertId = Guid.NewGuid() }, Verdict.Fire)
                : (state with { BreachSince = since }, Verdict.Nothing);
        }

        if (state.AlertId is null)
        {
            return (null, Verdict.Nothing);
        }

        var fine = state.FineSince ?? now;
        return now - fine >= TimeSpan.FromSeconds(condition.RecoverySeconds)
            ? (null, Verdict.Resolve)
            : (state with { FineSince = fine, SilentSince = null }, Verdict.Nothing);
    }

    /// <summary>Judges that a series has no value.</summary>
    public static (SeriesState? State, Verdict Verdict) OfSilence(Condition condition, SeriesState before, DateTimeOffset now)
    {
        if (before.AlertId is null)
        {
            // What is not measured does not breach.
            return (null, Verdict.Nothing);
        }

        var since = before.SilentSince ?? now;
        return condition.NoData == "resolve" && now - since >= TimeSpan.FromSeconds(condition.NoDataSeconds)
            ? (null, Verdict.Resolve)
            : (before with { FineSince = null, SilentSince = since }, Verdict.Nothing);
    }

    /// <summary>What is known after nobody has looked for a while: what fires, but not since when anything was so.</summary>
    public static SeriesState AfterPause(SeriesState state) => state with { BreachSince = null, FineSince = null, SilentSince = null };
}
