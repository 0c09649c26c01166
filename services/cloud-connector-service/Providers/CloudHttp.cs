using System.Text.Json;
using Microsoft.Extensions.Options;
using SreCopilot.Connectors;
using SreCopilot.OutboundHttp;

namespace SreCopilot.CloudConnectorService.Providers;

/// <summary>A JSON answer.</summary>
internal sealed record JsonAnswer(JsonElement Body);

/// <summary>Asks clouds through the guarded client: bounded in time, size and number of attempts.</summary>
internal sealed class CloudHttp(PatientClient client, IOptions<ProviderOptions> options, TimeProvider time)
{
    // A page of five hundred instances of Google has 3 MiB.
    private const int LargestAnswer = 16 * 1024 * 1024;

    private readonly Patience _patience = new(
        options.Value.Attempts, TimeSpan.FromSeconds(options.Value.TimeoutSeconds), TimeSpan.FromSeconds(options.Value.LongestPauseSeconds), LargestAnswer);

    public DateTimeOffset Now => time.GetUtcNow();

    public Task<ProviderResult<T>> AskAsync<T>(Func<HttpRequestMessage> create, Func<OutboundResponse, ProviderResult<T>> read, CancellationToken cancel)
        where T : class => client.AskAsync(_patience, create, read, cancel);

    /// <summary>Asks a REST API: 401 is rejected, 403 is named with the permission that is missing.</summary>
    public Task<ProviderResult<JsonAnswer>> AskJsonAsync(Func<HttpRequestMessage> create, Func<OutboundResponse, Fault?> judge, string permission, CancellationToken cancel) =>
        AskAsync(create, response => response.IsSuccess ? ParseJson(response) : judge(response) ?? Explain(response, permission), cancel);

    public static ProviderResult<JsonAnswer> ParseJson(OutboundResponse response)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Body);
            return new JsonAnswer(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            return new Fault(FaultKind.Unavailable, "The cloud answers, but not with JSON.");
        }
    }

    public Fault Explain(OutboundResponse response, string permission) => (int)response.Status switch
    {
        429 => Fault.Throttled(RetryAfter.Read(response, Now)),
        401 => Rejected(),
        403 => Missing(permission),
        404 => new Fault(FaultKind.NotFound, $"Not found (HTTP 404): check the account in the settings, and that the credentials allow {permission}."),
        < 500 and var status => new Fault(FaultKind.NotFound, $"The cloud answers HTTP {status}. Check the account and the settings."),
        var status => new Fault(FaultKind.Unavailable, $"The cloud answers HTTP {status}.", RetryAfter.Read(response, Now)),
    };

    public static Fault Rejected() => new(FaultKind.Rejected, "The credentials were rejected: they are wrong, expired or revoked.");

    public static Fault Missing(string permission) => new(FaultKind.Forbidden, $"The credentials are accepted but may not do this. They need: {permission}.") { Permission = permission };
}
