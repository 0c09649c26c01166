namespace SreCopilot.Connectors;

/// <summary>A value or the reason why there is none; exactly one of the two.</summary>
/// <param name="Value">The value.</param>
/// <param name="Fault">The reason.</param>
/// <typeparam name="T">The value's type.</typeparam>
public readonly record struct ProviderResult<T>(T? Value, Fault? Fault)
    where T : class
{
    /// <summary>A value.</summary>
    public static implicit operator ProviderResult<T>(T value) => new(value, null);

    /// <summary>No value.</summary>
    public static implicit operator ProviderResult<T>(Fault fault) => new(null, fault);
}

/// <summary>A page of a list.</summary>
/// <param name="Items">In the order of the other system.</param>
/// <param name="Next">Gets the next page; null on the last one.</param>
/// <typeparam name="T">What is listed.</typeparam>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
