using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SreCopilot.Connectors;
using SreCopilot.OutboundHttp;

namespace SreCopilot.CicdConnectorService.Providers;

/// <summary>A JSON answer and the headers that lists use.</summary>
internal sealed record ProviderAnswer(JsonElement Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}

/// <summary>Asks CI/CD systems through the guarded client: bounded in time, size and number of attempts.</summary>
internal sealed class ProviderHttp(PatientClient client, IOptions<ProviderOptions> options, TimeProvider time)
{
    // A page of a hundred repositories of GitHub has 600 KiB.
    private const int LargestAnswer = 4 * 1024 * 1024;

    private readonly Patience _patience = new(
        options.Value.Attempts, TimeSpan.FromSeconds(options.Value.TimeoutSeconds), TimeSpan.FromSeconds(options.Value.LongestPauseSeconds), LargestAnswer);

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

        using var probe = new HttpRequestMessage();
        return header is { } credentials && !probe.Headers.TryAddWithoutValidation(credentials.Name, credentials.Value)
            ? new Fault(FaultKind.Rejected, "The token holds characters that no token has.")
            : await client.AskAsync(_patience, () => Create(address, authorization, header), response => response.IsSuccess ? Parse(response) : Explain(response, permission), cancel);
    }

    public static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}")));

    private static HttpRequestMessage Create(Uri address, AuthenticationHeaderValue? authorization, (string Name, string Value)? header)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = authorization;
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "sre-copilot");
        if (header is { } credentials)
        {
            request.Headers.TryAddWithoutValidation(credentials.Name, credentials.Value);
        }

        return request;
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
            403 when retryAfter is not null || response.Headers.GetValueOrDefault("X-RateLimit-Remaining") == "0" => Fault.Throttled(retryAfter),
            429 => Fault.Throttled(retryAfter),
            401 => Rejected(),
            403 => new Fault(FaultKind.Forbidden, $"The credentials are accepted but may not do this. They need: {permission}."),
            404 => new Fault(FaultKind.NotFound, $"Not found (HTTP 404): check the names in the settings, and that the credentials allow: {permission}."),
            // Of the address, not of the moment.
            < 500 and var status => new Fault(FaultKind.NotFound, $"The system answers HTTP {status}. Check the address and the settings."),
            var status => new Fault(FaultKind.Unavailable, $"The system answers HTTP {status}.", retryAfter),
        };
    }

    private static Fault Rejected() => new(FaultKind.Rejected, "The credentials were rejected: the token is wrong, expired or revoked.");

    private TimeSpan? ReadRetryAfter(OutboundResponse response) => RetryAfter.Read(response, time.GetUtcNow())
        ?? (response.Headers.GetValueOrDefault("X-RateLimit-Remaining") == "0"
            && long.TryParse(response.Headers.GetValueOrDefault("X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var reset) && reset < 253_402_300_799
                ? RetryAfter.Bound(DateTimeOffset.FromUnixTimeSeconds(reset) - time.GetUtcNow())
                : null);
}
