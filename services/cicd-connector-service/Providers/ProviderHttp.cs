using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SreCopilot.OutboundHttp;

namespace SreCopilot.CicdConnectorService.Providers;

/// <summary>A JSON answer and the headers that lists use.</summary>
internal sealed record ProviderAnswer(JsonElement Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}

/// <summary>Asks CI/CD systems through the guarded client: bounded in time, size and number of attempts.</summary>
internal sealed class ProviderHttp(OutboundClient outbound, IOptions<ProviderOptions> options, TimeProvider time)
{
    // A page of a hundred repositories of GitHub has 600 KiB.
    private const int LargestAnswer = 4 * 1024 * 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets JSON; what fails for a reason that passes is tried again.</summary>
    /// <param name="root">The address that the connection names.</param>
    /// <param name="pathAndQuery">What to ask there; values in it are escaped.</param>
    /// <param name="authorization">Scheme and credentials, or null and <paramref name="header"/>.</param>
    /// <param name="header">A header that holds the credentials.</param>
    /// <param name="permission">What the credentials must allow for this, for the message.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<ProviderResult<ProviderAnswer>> GetAsync(
        string root, string pathAndQuery, AuthenticationHeaderValue? authorization, (string Name, string Value)? header, string permission, CancellationToken cancel)
    {
        if (!Uri.TryCreate(root.TrimEnd('/') + pathAndQuery, UriKind.Absolute, out var address))
        {
            return new Fault(FaultKind.Incomplete, OutboundFault.BadAddress.Describe());
        }

        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            var (answer, fault) = await AskOnceAsync(address, authorization, header, permission, cancel);
            if (fault is not { Kind: FaultKind.Throttled or FaultKind.Unavailable } || attempt >= options.Value.Attempts)
            {
                return new ProviderResult<ProviderAnswer>(answer, fault);
            }

            var wait = fault.RetryAfter ?? pause;
            if (wait > TimeSpan.FromSeconds(options.Value.LongestPauseSeconds))
            {
                return fault;
            }

            await Task.Delay(wait, time, cancel);
            pause *= 3;
        }
    }

    public static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}")));

    private async Task<ProviderResult<ProviderAnswer>> AskOnceAsync(
        Uri address, AuthenticationHeaderValue? authorization, (string Name, string Value)? header, string permission, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = authorization;
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "sre-copilot");
        if (header is { } credentials && !request.Headers.TryAddWithoutValidation(credentials.Name, credentials.Value))
        {
            return new Fault(FaultKind.Rejected, "The token holds characters that no token has.");
        }

        var limits = new OutboundLimits(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), LargestAnswer);
        var (response, fault) = await outbound.SendAsync(request, limits, cancel);
        if (response is null)
        {
            return new Fault(fault is OutboundFault.BadAddress or OutboundFault.Refused ? FaultKind.Incomplete : FaultKind.Unavailable, fault!.Value.Describe());
        }

        return response.IsSuccess ? Parse(response) : Explain(response, permission);
    }

    private static ProviderResult<ProviderAnswer> Parse(OutboundResponse response)
    {
        // Azure DevOps sends whom it does not know to its page for signing in: 203 and HTML.
        if (response.Status == HttpStatusCode.NonAuthoritativeInformation)
        {
            return Rejected();
        }

        try
        {
            using var document = JsonDocument.Parse(response.Body);
            return new ProviderAnswer(document.RootElement.Clone(), response.Headers);
        }
        catch (JsonException)
        {
            return new Fault(FaultKind.Unavailable, "The address answers, but not with JSON. Check that it is the address of the CI/CD system.");
        }
    }

    private Fault Explain(OutboundResponse response, string permission)
    {
        var retryAfter = ReadRetryAfter(response);
        return (int)response.Status switch
        {
            // GitHub says 403 when the hourly limit is used up, and 429 or 403 with Retry-After for bursts.
            403 when retryAfter is not null || response.Headers.GetValueOrDefault("X-RateLimit-Remaining") == "0" => Throttled(retryAfter),
            429 => Throttled(retryAfter),
            401 => Rejected(),
            403 => new Fault(FaultKind.Forbidden, $"The credentials are accepted but may not do this. They need: {permission}."),
            404 => new Fault(FaultKind.NotFound, $"Not found (HTTP 404): check the names in the settings, and that the credentials allow: {permission}."),
            // Of the address, not of the moment.
            < 500 and var status => new Fault(FaultKind.NotFound, $"The system answers HTTP {status}. Check the address and the settings."),
            var status => new Fault(FaultKind.Unavailable, $"The system answers HTTP {status}.", retryAfter),
        };
    }

    private static Fault Rejected() => new(FaultKind.Rejected, "The credentials were rejected: the token is wrong, expired or revoked.");

    private static Fault Throttled(TimeSpan? retryAfter) => new(
        FaultKind.Throttled, "Too many calls: the system asks to wait" + (retryAfter is { } pause ? $" {Math.Ceiling(pause.TotalSeconds):0} s." : "."), retryAfter);

    private TimeSpan? ReadRetryAfter(OutboundResponse response)
    {
        var now = time.GetUtcNow();
        var wait = RetryConditionHeaderValue.TryParse(response.Headers.GetValueOrDefault("Retry-After"), out var header) ? header.Delta ?? header.Date - now
            : response.Headers.GetValueOrDefault("X-RateLimit-Remaining") == "0"
                && long.TryParse(response.Headers.GetValueOrDefault("X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var reset) && reset < 253_402_300_799
                ? DateTimeOffset.FromUnixTimeSeconds(reset) - now
                : (TimeSpan?)null;
        return wait is null ? null : TimeSpan.FromSeconds(Math.Clamp(wait.Value.TotalSeconds, 0, 3600));
    }
}
