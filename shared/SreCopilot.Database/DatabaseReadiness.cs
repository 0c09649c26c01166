namespace SreCopilot.Database;

/// <summary>Whether the schema is there. Written by <see cref="MigrationService"/>, read by every request.</summary>
internal sealed class DatabaseReadiness
{
    private volatile State _state = new("the database has not been reached yet", null);

    public string? Problem => _state.Problem;

    /// <summary>The role that callers' sessions switch to because row-level security does not bind the log-in role; else null.</summary>
    public string? CallerRole => _state.CallerRole;

    public void Ready(string? callerRole) => _state = new State(null, callerRole);

    public void NotReady(string problem) => _state = new State(problem, null);

    private sealed record State(string? Problem, string? CallerRole);
}
