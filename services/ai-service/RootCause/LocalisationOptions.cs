namespace SreCopilot.AiService.RootCause;

/// <summary>
/// The parameters of root-cause localisation: one set for every system and every scenario. docs/evidence-engine.md says where each value
/// comes from and what happens around it.
/// </summary>
internal sealed record LocalisationOptions
{
    /// <summary>How probable an answer may be when nothing is wrong: the usual 5 %.</summary>
    public double FalseAlarmRate { get; init; } = 0.05;

    /// <summary>An abnormal frame is condensed to about this many rows: an incident fills at least half a bin, a tenth of its frame.</summary>
    public int Bins { get; init; } = 5;

    /// <summary>Fewer comparable stretches of normal operation than this say nothing about a probability of 5 %: 1 / 0.05.</summary>
    public int FewestNormalWindows { get; init; } = 20;

    /// <summary>Where the tail of the normal deviations begins: the usual choice for peaks over threshold with a few hundred values.</summary>
    public double TailQuantile { get; init; } = 0.90;

    /// <summary>Columns with fewer normal windows than this are not extrapolated: their information is limited to what they have seen.</summary>
    public int FewestForExtrapolation { get; init; } = 30;

    /// <summary>Information (in nats) beyond which more says nothing new: e^-40 is never.</summary>
    public double MostInformation { get; init; } = 40;

    /// <summary>The most that one series may contribute to the decision that something is wrong at all.</summary>
    public double MostDetection { get; init; } = 12;

    /// <summary>Differences in latency below 3 % are not told apart.</summary>
    public double LatencyResolution { get; init; } = 0.03;

    /// <summary>Prior odds against a single node being affected: in an incident about one node in ten is.</summary>
    public double PriorOdds { get; init; } = 10;

    /// <summary>How much of the unexplained part counts against the node itself; the rest may be what its callees failed to measure.</summary>
    public double OwnBlame { get; init; } = 0.6;

    /// <summary>How much a deviation of another kind counts (errors behind a slow caller, slowness behind a failing one).</summary>
    public double OtherKind { get; init; } = 0.3;

    /// <summary>How much of the blame stays with a node that got twice its traffic or more, instead of going to its callees.</summary>
    public double TrafficKeepsBlame { get; init; } = 0.8;

    /// <summary>Weight of evidence that no path of anomalous calls connects to the symptom: enough to order the rest of the list.</summary>
    public double Unconnected { get; init; } = 0.05;

    /// <summary>Blame smaller than this is not passed on; it bounds the work in large graphs.</summary>
    public double SmallestBlame { get; init; } = 0.001;

    /// <summary>The longest chain of calls that is followed.</summary>
    public int LongestPath { get; init; } = 12;
}
