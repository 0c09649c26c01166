namespace Aspire.Hosting.ApplicationModel;

/// <summary>How a command ended.</summary>
public sealed class ExecuteCommandResult
{
    /// <summary>Gets whether it did its work.</summary>
    public required bool Success { get; init; }

    /// <summary>Gets whether it was canceled.</summary>
    public bool Canceled { get; init; }

    /// <summary>Gets what it says.</summary>
    public string? Message { get; init; }

    /// <summary>Gets what went wrong.</summary>
    [Obsolete("Use Message instead.")]
    public string? ErrorMessage
    {
        get => Message;
        init => Message = value;
    }
}

/// <summary>Makes results of commands.</summary>
public static class CommandResults
{
    /// <summary>The command did its work.</summary>
    /// <returns>The result.</returns>
    public static ExecuteCommandResult Success() => new() { Success = true };

    /// <summary>The command did its work.</summary>
    /// <param name="message">What it says.</param>
    /// <returns>The result.</returns>
    public static ExecuteCommandResult Success(string message) => new() { Success = true, Message = message };

    /// <summary>The command failed.</summary>
    /// <param name="errorMessage">What went wrong.</param>
    /// <returns>The result.</returns>
    public static ExecuteCommandResult Failure(string? errorMessage = null) => new() { Success = false, Message = errorMessage };

    /// <summary>The command failed.</summary>
    /// <param name="exception">What went wrong.</param>
    /// <returns>The result.</returns>
    public static ExecuteCommandResult Failure(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Failure(exception.Message);
    }

    /// <summary>The command was canceled.</summary>
    /// <returns>The result.</returns>
    public static ExecuteCommandResult Canceled() => new() { Success = false, Canceled = true };
}
