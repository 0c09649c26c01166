using SreCopilot.OutboundHttp;

namespace SreCopilot.Connectors;

/// <summary>How much one question may cost.</summary>
/// <param name="Attempts">How often it is asked when the reason for the failure may pass.</param>
/// <param name="Timeout">For one attempt.</param>
/// <param name="LongestPause">A longer one is reported instead of being waited out.</param>
/// <param name="LargestAnswer">In bytes.</param>
public sealed record Patience(int Attempts, TimeSpan Timeout, TimeSpan LongestPause, int LargestAnswer);

/// <summary>Asks other systems through the guarded client, and asks again when they are busy: bounded in time, size and attempts.</summary>
public sealed class PatientClient(OutboundClient outbound, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until there is an answer or a reason that does not pass.</summary>
    /// <param name="patience">How long to try.</param>
    /// <param name="create">Makes the request, anew for each attempt: a signature holds the time.</param>
    /// <param name="read">Makes something of what was answered, whatever the status.</param>
    /// <param name="cancel">Gives up.</param>
    /// <typeparam name="T">What is made of the answer.</typeparam>
    /// <returns>That, or why not.</returns>
    public async Task<ProviderResult<T>> AskAsync<T>(
        Patience patience, Func<HttpRequestMessage> create, Func<OutboundResponse, ProviderResult<T>> read, CancellationToken cancel)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(patience);
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(read);
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            var (value, fault) = await AskOnceAsync(patience, create, read, cancel);
            if (fault is not { Kind: FaultKind.Throttled or FaultKind.Unavailable } || attempt >= patience.Attempts)
            {
                return new ProviderResult<T>(value, fault);
            }

            var wait = fault.RetryAfter ?? pause;
            if (wait > patience.LongestPause)
            {
                return fault;
            }

            await Task.Delay(wait, time, cancel);
            pause *= 3;
        }
    }

    private async Task<ProviderResult<T>> AskOnceAsync<T>(
        Patience patience, Func<HttpRequestMessage> create, Func<OutboundResponse, ProviderResult<T>> read, CancellationToken cancel)
        where T : class
    {
        using var request = create();
        var (response, fault) = await outbound.SendAsync(request, new OutboundLimits(patience.Timeout, patience.LargestAnswer), cancel);
        return response is not null
            ? read(response)
            : new Fault(fault is OutboundFault.BadAddress or OutboundFault.Refused ? FaultKind.Incomplete : FaultKind.Unavailable, fault!.Value.Describe());
    }
}
