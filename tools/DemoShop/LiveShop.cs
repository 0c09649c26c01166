namespace SreCopilot.DemoShop;

/// <summary>The shop as it goes on: what it sends about one stretch of time after the other.</summary>
/// <param name="schedule">What goes wrong when.</param>
/// <param name="opened">When its history begins.</param>
public sealed class LiveShop(Schedule schedule, DateTimeOffset opened)
{
    private const int RequestsPerMinute = 12;

    // Live, nobody compares two runs.
#pragma warning disable CA5394
    private readonly Random _random = new();
#pragma warning restore CA5394

    /// <summary>Everything between two moments.</summary>
    /// <param name="from">From then on.</param>
    /// <param name="to">Up to the present.</param>
    /// <returns>Requests; each may be repeated.</returns>
    public IEnumerable<ShopRequest> Send(DateTimeOffset from, DateTimeOffset to)
    {
        List<Episode> episodes = [.. schedule.Between(from, to)];
        return Shop.Send(
            new Telemetry(_random, RequestsPerMinute, time => TroubleAt(episodes, time)), from, to,
            Deployments(episodes).Where(deployment => deployment.Time >= from && deployment.Time < to));
    }

    /// <summary>What the browser of somebody reports who visits at a moment.</summary>
    public ShopRequest Browse(DateTimeOffset time) => BrowserVisit.Make(_random, TroubleAt([.. schedule.Between(time, time)], time));

    private IEnumerable<Deployment> Deployments(List<Episode> episodes) => Deployment.Usual(opened.AddMinutes(150))
        .Concat(episodes.Where(episode => episode.Fault == Fault.BadDeployment).SelectMany(episode => new[] { Deployment.Of(episode), Deployment.Back(episode) }));

    // At most one hurts; another one may leak already.
    private static Trouble TroubleAt(List<Episode> episodes, DateTimeOffset time) => episodes.Select(episode => episode.At(time)).Aggregate(
        Trouble.None, (all, one) => new(one.Fault == Fault.None ? all.Fault : one.Fault, all.IsExhausted || one.IsExhausted, all.LeakedMebibytes + one.LeakedMebibytes));
}
