using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;
using SreCopilot.ReverseProxy;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.ApiGateway;

/// <summary>Calls the gateway itself makes to services, on behalf of a caller and with that caller's internal token.</summary>
internal sealed class BackendClient(BackendConnections connections, InternalTokens tokens, IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <summary>Posts JSON.</summary>
    /// <returns>The answer of a success; else the error to pass on: the service's own words, 502 or 504.</returns>
    public async Task<(TAnswer? Value, JsonHttpResult<ErrorBody>? Error)> PostAsync<TQuestion, TAnswer>(
        Backend backend, string path, Caller caller, TQuestion question, JsonTypeInfo<TQuestion> questionType, JsonTypeInfo<TAnswer> answerType, TimeSpan deadline, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Value.Addresses[backend], path));
        request.Headers.TryAddWithoutValidation(InternalTokens.HeaderName, tokens.Issue(caller));
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(question, questionType));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await connections.Client.SendAsync(request, both.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(both.Token);
            if (response.IsSuccessStatusCode)
            {
                return (await JsonSerializer.DeserializeAsync(stream, answerType, both.Token), null);
            }

            var body = await JsonSerializer.DeserializeAsync(stream, ErrorJsonContext.Default.ErrorBody, both.Token);
            return (default, ApiErrors.Create((int)response.StatusCode, body?.Detail ?? "The request failed.", body?.ErrorCode, body?.Error));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            return (default, ApiErrors.Create(StatusCodes.Status502BadGateway, $"The {backend.Name} cannot be reached at the moment. Try again in a few seconds.", error: "service_unavailable"));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (default, ApiErrors.Create(StatusCodes.Status504GatewayTimeout, $"The {backend.Name} did not answer within {deadline.TotalSeconds:0} seconds. What you asked for may still have happened: check before you repeat it.", error: "gateway_timeout"));
        }
    }
}
