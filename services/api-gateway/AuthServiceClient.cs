using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using SreCopilot.ApiGateway.ApiKeys;
using SreCopilot.Identity;
using SreCopilot.ReverseProxy;

namespace SreCopilot.ApiGateway;

/// <summary>What the gateway asks auth-service on its own behalf. Never on the path of a user's request.</summary>
internal sealed class AuthServiceClient(BackendConnections connections, InternalTokens tokens, IOptions<GatewayOptions> options, TimeProvider time)
{
    private static readonly Caller Self = new() { Kind = CallerKind.Service };

    /// <summary>Whether an API key is valid, and whose it is.</summary>
    /// <returns>200 with the key, 401, or null and the reason when there was no usable answer.</returns>
    public async Task<(HttpStatusCode? Status, VerifiedKey? Key, string? Problem)> VerifyKeyAsync(string key, TimeSpan deadline, CancellationToken cancel)
    {
        var body = JsonContent(new VerifyKeyRequest(key), GatewayJson.Default.VerifyKeyRequest);
        return await SendAsync(HttpMethod.Post, "/internal/api-keys/verify", body, GatewayJson.Default.VerifiedKey, Self, deadline, cancel);
    }

    /// <summary>Asks on behalf of somebody: the token carries the tenant and project that the answer must belong to.</summary>
    public Task<(HttpStatusCode? Status, T? Answer, string? Problem)> GetForAsync<T>(Caller caller, string path, JsonTypeInfo<T> type, TimeSpan deadline, CancellationToken cancel)
        where T : class =>
        SendAsync(HttpMethod.Get, path, null, type, Self with { TenantId = caller.TenantId, ProjectId = caller.ProjectId }, deadline, cancel);

    private async Task<(HttpStatusCode? Status, T? Answer, string? Problem)> SendAsync<T>(
        HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, Caller caller, TimeSpan deadline, CancellationToken cancel)
        where T : class
    {
        using var limit = new CancellationTokenSource(deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        using var request = new HttpRequestMessage(method, new Uri(options.Value.Addresses[Backend.Auth], path)) { Content = body };
        request.Headers.TryAddWithoutValidation(InternalTokens.HeaderName, tokens.Issue(caller));
        try
        {
            using var response = await connections.Client.SendAsync(request, both.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return (response.StatusCode, null, null);
            }

            await using var stream = await response.Content.ReadAsStreamAsync(both.Token);
            return (response.StatusCode, await JsonSerializer.DeserializeAsync(stream, type, both.Token), null);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            return (null, null, exception.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, null, $"no answer within {deadline.TotalSeconds:0} s");
        }
        catch (OperationCanceledException)
        {
            return (null, null, "cancelled");
        }
    }

    private static ByteArrayContent JsonContent<T>(T value, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(value, type))
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
    };
}
