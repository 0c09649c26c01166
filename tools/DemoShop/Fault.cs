namespace SreCopilot.DemoShop;

/// <summary>What can go wrong in the shop.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A deployment of checkout throws on every order with a coupon.</summary>
    BadDeployment,

    /// <summary>The database behind catalog takes thirty times as long.</summary>
    SlowDatabase,

    /// <summary>cart uses more and more memory until it has none left.</summary>
    MemoryLeak,

    /// <summary>payments does not answer any more.</summary>
    DependencyDown,

    /// <summary>Eight times as many people come to the storefront as its host can serve.</summary>
    TrafficSpike,

    /// <summary>The certificate of payments has expired.</summary>
    ExpiredCertificate,
}
