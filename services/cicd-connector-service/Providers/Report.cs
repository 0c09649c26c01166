namespace SreCopilot.CicdConnectorService.Providers;

/// <summary>How sure it is that something was deployed; a commit that is reported in several ways is one deployment.</summary>
internal enum Rank
{
    /// <summary>Commits arrived on a branch.</summary>
    Push = 1,

    /// <summary>A pipeline ran.</summary>
    Run = 2,

    /// <summary>The other system itself calls it a deployment.</summary>
    Deployment = 3,
}

/// <summary>How a run stands.</summary>
internal enum RunState
{
    /// <summary>It has not begun, or never will: skipped, waiting for somebody.</summary>
    NotRun,
    InProgress,
    Success,
    Failed,
    Cancelled,
}

/// <summary>What a CI/CD system says about a push, a run or a deployment, by webhook or when it is asked; the same for both.</summary>
internal sealed record Report
{
    /// <summary>Names it for ever: provider, place and number there, for example <c>github:acme/web:run:42</c>.</summary>
    public required string Id { get; init; }

    public required Rank Rank { get; init; }

    /// <summary>The number that people see.</summary>
    public string Number { get; init; } = "";

    /// <summary>As the other system calls it: <c>acme/web</c>, a pipeline's or a job's name.</summary>
    public required string Repository { get; init; }

    /// <summary>What the settings call it when that is not <see cref="Repository"/>: with Azure DevOps the project. Empty when the report does not say.</summary>
    public string? Project { get; init; }

    public string Pipeline { get; init; } = "";

    /// <summary>Empty when it has none, or is not for this repository (the branch of a fork).</summary>
    public string Branch { get; init; } = "";

    /// <summary>Empty when the report does not say.</summary>
    public string DefaultBranch { get; init; } = "";

    /// <summary>Where to; only deployments say.</summary>
    public string Environment { get; init; } = "";

    /// <summary>Whether it must never count: a pull request of a fork, a preview that is thrown away.</summary>
    public bool IsTransient { get; init; }

    /// <summary>All of it, or empty.</summary>
    public string CommitSha { get; init; } = "";

    /// <summary>Empty: the short hash.</summary>
    public string Version { get; init; } = "";

    public string Description { get; init; } = "";

    public string DeployedBy { get; init; } = "";

    public required RunState State { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public string Url { get; init; } = "";
}
