using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SreCopilot.OutboundHttp;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>Reads from a project's Grafana through the guarded client.</summary>
internal sealed class GrafanaClient(OutboundClient outbound)
{
    private const int MaxBytes = 8 * 1024 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    /// <summary>Reads JSON.</summary>
    /// <param name="grafana">Where.</param>
    /// <param name="path">Path and query; whatever a user gave in it is escaped.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<GrafanaAnswer> GetAsync(GrafanaConnection grafana, string path, CancellationToken cancel)
    {
        var (response, fault) = await SendAsync(grafana, path, "application/json", Deadline, cancel);
        if (response is null)
        {
            return new GrafanaAnswer(null, null, fault);
        }

        if (!response.IsSuccess)
        {
            return new GrafanaAnswer(null, response.Status, null);
        }

        try
        {
            return new GrafanaAnswer(JsonElement.Parse(response.Body), response.Status, null);
        }
        catch (JsonException)
        {
            // A login page, for example.
            return new GrafanaAnswer(null, HttpStatusCode.BadGateway, null);
        }
    }

    /// <summary>Reads anything.</summary>
    public Task<OutboundResult> SendAsync(GrafanaConnection grafana, string path, string accept, TimeSpan deadline, CancellationToken cancel)
    {
        if (!Uri.TryCreate(grafana.Url.TrimEnd('/') + path, UriKind.Absolute, out var address))
        {
            return Task.FromResult<OutboundResult>(OutboundFault.BadAddress);
        }

        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd(accept);
        if (grafana.ApiKey is { Length: > 0 } key)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        }
        else if (grafana is { Username.Length: > 0, Password.Length: > 0 })
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{grafana.Username}:{grafana.Password}")));
        }

        return outbound.SendAsync(request, new OutboundLimits(deadline, MaxBytes), cancel);
    }
}

/// <summary>What Grafana answered.</summary>
/// <param name="Json">The body of a success.</param>
/// <param name="Status">The status, when there was an answer.</param>
/// <param name="Fault">Why there was none.</param>
internal readonly record struct GrafanaAnswer(JsonElement? Json, HttpStatusCode? Status, OutboundFault? Fault);
