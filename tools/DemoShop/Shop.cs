namespace SreCopilot.DemoShop;

/// <summary>
/// All that the shop sends in some hours up to a moment: traces, log lines, memory of its processes, samples of its two hosts and its deployments.
/// The same options give the same bytes.
/// </summary>
public static class Shop
{
    private const int MinutesPerRequest = 10;
    private const int MinutesOfCloseLook = 12;

    // What has not ended yet has not been sent yet.
    internal static readonly TimeSpan LongestVisit = TimeSpan.FromSeconds(5);

    /// <summary>The services, from the outside to the inside.</summary>
    public static IReadOnlyList<string> Services { get; } = ["storefront", "catalog", "cart", "checkout", "payments"];

    /// <summary>Everything, in the order in which it is sent.</summary>
    /// <param name="options">What to make up.</param>
    /// <returns>Requests; each may be repeated.</returns>
    public static IEnumerable<ShopRequest> Send(ShopOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var end = Telemetry.Floor(options.Now);
        var episode = new Episode(options.Fault, end.AddMinutes(1 - options.FaultMinutes), DateTimeOffset.MaxValue);
        var (from, to) = (end.AddMinutes(-options.Minutes), options.Now - LongestVisit);
        var deployments = Deployment.Usual(end);
        return Send(
            new Telemetry(new Random(options.Seed), options.RequestsPerMinute, episode.At), from, to,
            options.Fault == Fault.BadDeployment ? deployments.Append(Deployment.Of(episode)) : deployments);
    }

    /// <summary>Deployments, then what programs send about a stretch of time.</summary>
    internal static IEnumerable<ShopRequest> Send(Telemetry telemetry, DateTimeOffset from, DateTimeOffset to, IEnumerable<Deployment> deployments)
    {
        foreach (var deployment in deployments)
        {
            yield return deployment.ToRequest();
        }

        for (var next = from; next < to; next = next.AddMinutes(MinutesPerRequest))
        {
            foreach (var request in telemetry.Signals(next, next.AddMinutes(MinutesPerRequest) < to ? next.AddMinutes(MinutesPerRequest) : to))
            {
                yield return request;
            }
        }

        var close = to.AddMinutes(-MinutesOfCloseLook);
        foreach (var request in Telemetry.MinutesOf(from, to).Where(minute => minute >= from && (minute >= close || minute.Minute % 5 == 0)).SelectMany(telemetry.Hosts))
        {
            yield return request;
        }
    }
}
