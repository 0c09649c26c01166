namespace SreCopilot.CicdConnectorService.Providers;

/// <summary>Why a CI/CD system gave no usable answer.</summary>
internal enum FaultKind
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
internal sealed record Fault(FaultKind Kind, string Message, TimeSpan? RetryAfter = null)
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
}

/// <summary>A value or the reason why there is none; exactly one of the two.</summary>
internal readonly record struct ProviderResult<T>(T? Value, Fault? Fault)
    where T : class
{
    public static implicit operator ProviderResult<T>(T value) => new(value, null);

    public static implicit operator ProviderResult<T>(Fault fault) => new(null, fault);
}

/// <summary>A page of a list.</summary>
/// <param name="Items">In the order of the other system.</param>
/// <param name="Next">Gets the next page; null on the last one.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    public static Page<T> Empty { get; } = new([], null);
}
