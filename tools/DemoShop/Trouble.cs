namespace SreCopilot.DemoShop;

/// <summary>What is wrong at a moment.</summary>
/// <param name="Fault">What hurts.</param>
/// <param name="IsExhausted">Whether cart's memory is used up.</param>
/// <param name="LeakedMebibytes">How much of it leaked.</param>
internal readonly record struct Trouble(Fault Fault, bool IsExhausted, double LeakedMebibytes)
{
    /// <summary>Nothing.</summary>
    public static Trouble None { get; }
}
