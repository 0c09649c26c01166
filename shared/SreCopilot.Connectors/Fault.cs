namespace SreCopilot.Connectors;

/// <summary>Why another system gave no usable answer.</summary>
public enum FaultKind
{
    /// <summary>Something that the call needs was not entered.</summary>
    Incomplete,

    /// <summary>It does not accept the credentials.</summary>
    Rejected,

    /// <summary>It accepts them, but not for this.</summary>
    Forbidden,

    /// <summary>There is no such thing, or not for these credentials.</summary>
    NotFound,

    /// <summary>Too many calls; <see cref="Fault.RetryAfter"/> says how long to wait.</summary>
    Throttled,

    /// <summary>It cannot be reached, or answers something else than it should.</summary>
    Unavailable,
}

/// <summary>The reason in words that tell what to do; never text of the other system, which may quote the credentials.</summary>
/// <param name="Kind">What to make of it.</param>
/// <param name="Message">A sentence or two.</param>
/// <param name="RetryAfter">How long the other system asks to wait.</param>
public sealed record Fault(FaultKind Kind, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether everything else will fail for the same reason.</summary>
    public bool IsOfWholeConnection => Kind is FaultKind.Incomplete or FaultKind.Rejected or FaultKind.Throttled;

    /// <summary>The contract's machine code of a failed test.</summary>
    public string Code => Kind switch
    {
        FaultKind.Incomplete => "MissingCredentials",
        FaultKind.Rejected => "AuthenticationFailed",
        FaultKind.Forbidden => "PermissionDenied",
        FaultKind.NotFound => "NotFound",
        FaultKind.Throttled => "RateLimited",
        _ => "Unreachable",
    };

    /// <summary>What is missing, as the other system calls it; null when it is not a permission.</summary>
    public string? Permission { get; init; }

    /// <summary>Too many calls.</summary>
    /// <param name="retryAfter">How long to wait; null when it did not say.</param>
    /// <returns>The fault.</returns>
    public static Fault Throttled(TimeSpan? retryAfter) => new(
        FaultKind.Throttled, "Too many calls: the system asks to wait" + (retryAfter is { } pause ? $" {Math.Ceiling(pause.TotalSeconds):0} s." : "."), retryAfter);
}
