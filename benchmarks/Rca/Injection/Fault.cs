namespace SreCopilot.Benchmarks.Rca.Injection;

/// <summary>What is injected.</summary>
internal enum FaultKind
{
    /// <summary>Requests to the node take longer, and so do the requests of its callers.</summary>
    Latency,

    /// <summary>Requests to the node fail, and with them the requests of its callers.</summary>
    Availability,

    /// <summary>Some requests to the node take longer and others fail; noticed by latency.</summary>
    Both,

    /// <summary>Somebody else sends the node three times its requests, which makes it slow.</summary>
    Overload,
}

/// <summary>How clearly a fault can be seen.</summary>
/// <param name="Name">For the table.</param>
/// <param name="LeastVisible">Each node but the symptom's measures between this share of the effect ...</param>
/// <param name="MostVisible">... and this.</param>
/// <param name="MissingCells">The share of cells that is lost.</param>
/// <param name="AllRows">The fault lasts for all five rows instead of two or three.</param>
/// <param name="Drift">How much the level of each node's latency differs from the normal frame, as the standard deviation of its logarithm.</param>
internal sealed record FaultView(string Name, double LeastVisible = 1, double MostVisible = 1, double MissingCells = 0, bool AllRows = false, double Drift = 0.15)
{
    public static readonly IReadOnlyList<FaultView> All =
    [
        new("clear"),
        new("badly measured", LeastVisible: 0.4, MostVisible: 1.2),
        new("30 % of cells lost", MissingCells: 0.3),
        new("no quiet rows", AllRows: true, Drift: 0.03),
    ];
}
