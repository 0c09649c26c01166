namespace SreCopilot.DemoShop;

/// <summary>How much the shop sends.</summary>
public sealed record ShopOptions
{
    /// <summary>The present: nothing is later than this.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What goes wrong.</summary>
    public Fault Fault { get; init; }

    /// <summary>How long there has been telemetry.</summary>
    public int Minutes { get; init; } = 150;

    /// <summary>How long ago the fault began to hurt.</summary>
    public int FaultMinutes { get; init; } = 6;

    /// <summary>Requests to the storefront per minute.</summary>
    public int RequestsPerMinute { get; init; } = 8;

    /// <summary>The same number gives the same telemetry.</summary>
    public int Seed { get; init; } = 1;
}
