using System.Text.Json.Serialization;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Connections;

/// <summary>How a test went.</summary>
internal sealed record TestResult
{
    /// <summary>Whether the credentials are accepted and may do what a sync needs.</summary>
    public required bool Success { get; init; }

    /// <summary>What is wrong or missing, and what to do; or that all is well.</summary>
    public required string Message { get; init; }

    /// <summary>MissingCredentials, AuthenticationFailed, PermissionDenied, NotFound, RateLimited or Unreachable; absent when all is well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>What the credentials may not do although a sync needs it, in the provider's words; absent when nothing is missing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MissingPermissions { get; init; }

    /// <summary>AWS: the number of the account.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AccountId { get; init; }

    /// <summary>AWS: the user or role.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Arn { get; init; }

    /// <summary>Azure: the subscription.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SubscriptionId { get; init; }

    /// <summary>Google: 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ProjectCount { get; init; }
}

/// <summary>Tries credentials out, for no longer than a user waits: who they are, and one short page of every list that a sync reads.</summary>
internal sealed class ConnectionProbe(ProviderCatalog providers, TimeProvider time)
{
    private const int Few = 5;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public async Task<TestResult> TryAsync(CloudAccount account, CancellationToken cancel)
    {
        var (opened, incomplete) = providers.Open(account);
        if (opened is null)
        {
            return Failed(incomplete!);
        }

        using var session = opened;
        using var deadline = new CancellationTokenSource(Longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            var (identity, fault) = await session.IdentifyAsync(both.Token);
            return identity is null ? Failed(fault!) : Judge(identity, await TryPartsAsync(session, both.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new TestResult { Success = false, Message = $"The cloud did not answer within {Longest.TotalSeconds:0} s.", Error = "Unreachable" };
        }
    }

    // In one region: permissions are the same in all.
    private static Task<(Part Part, Fault? Fault)[]> TryPartsAsync(ICloudSession session, CancellationToken cancel) => Task.WhenAll(
        session.Parts.DistinctBy(part => part.Type).Select(async part => (part, (await session.ListAsync(part, null, Few, cancel)).Fault)));

    private static TestResult Judge(CloudIdentity identity, (Part Part, Fault? Fault)[] tried)
    {
        var result = new TestResult
        {
            Success = true,
            Message = "The connection works.",
            AccountId = identity.AccountId,
            Arn = identity.Arn,
            SubscriptionId = identity.SubscriptionId,
            ProjectCount = identity.ProjectId is null ? null : 1,
        };
        var missing = tried.Where(one => one.Fault is { Kind: FaultKind.Forbidden }).ToList();
        if (missing.Count > 0)
        {
            return result with
            {
                Success = false,
                Message = $"The credentials are accepted, but they lack what a sync needs. {string.Join(" ", missing.Select(one => one.Fault!.Message).Distinct())}",
                Error = missing[0].Fault!.Code,
                MissingPermissions = [.. missing.Select(one => one.Fault!.Permission ?? one.Part.Permission)],
            };
        }

        return tried.Select(one => one.Fault).FirstOrDefault(fault => fault is not null) is { } other
            ? result with { Success = false, Message = other.Message, Error = other.Code }
            : result;
    }

    private static TestResult Failed(Fault fault) => new() { Success = false, Message = fault.Message, Error = fault.Code };
}
