using System.Text.Json.Serialization;
using SreCopilot.CicdConnectorService.Providers;

namespace SreCopilot.CicdConnectorService.Connections;

/// <summary>How a test went.</summary>
internal sealed record TestResult
{
    /// <summary>Whether the credentials are accepted and may do what a sync needs.</summary>
    public required bool Success { get; init; }

    /// <summary>What is wrong or missing, and what to do; or that all is well.</summary>
    public required string Message { get; init; }

    /// <summary>MissingCredentials, AuthenticationFailed, PermissionDenied, NotFound, RateLimited or Unreachable; null when all is well.</summary>
    public string? Error { get; init; }

    /// <summary>Whose the credentials are, as the system calls them.</summary>
    public string? User { get; init; }

    /// <summary>The person's name, where the system tells it.</summary>
    public string? Name { get; init; }

    /// <summary>The system's id, where it tells it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>What the connection's status becomes.</summary>
    [JsonIgnore]
    public string Status => Success ? StoredConnection.Connected : StoredConnection.Error;
}

/// <summary>Tries credentials out, for no longer than a user waits.</summary>
internal sealed class ConnectionProbe(ProviderCatalog providers, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public async Task<TestResult> TryAsync(Account? account, CancellationToken cancel)
    {
        if (account is null)
        {
            return new TestResult { Success = false, Message = ConnectionRules.Unreadable, Error = "MissingCredentials" };
        }

        using var deadline = new CancellationTokenSource(Longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            var (owner, fault) = await providers.Get(account.Provider).TestAsync(account, both.Token);
            var problem = fault ?? owner!.Missing;
            return new TestResult
            {
                Success = problem is null,
                Message = problem?.Message ?? "The connection works.",
                Error = problem?.Code,
                User = owner?.User,
                Name = owner?.Name,
                Id = owner?.Id,
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new TestResult { Success = false, Message = $"The system did not answer within {Longest.TotalSeconds:0} s.", Error = "Unreachable" };
        }
    }
}
