using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SreCopilot.Identity;

namespace SreCopilot.IncidentService.Peers;

/// <summary>
/// Asks other services, with an internal token that says on whose behalf. One attempt: whoever asks knows better whether it is
/// worth a second.
/// </summary>
internal sealed class PeerClient(InternalTokens tokens, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Gets JSON.</summary>
    /// <returns>The value of a 200; the status; the problem in words when there was no usable answer.</returns>
    public async Task<(T? Value, HttpStatusCode? Status, string? Problem)> GetAsync<T>(
        Uri address, Caller caller, JsonTypeInfo<T> type, TimeSpan deadline, CancellationToken cancel)
        where T : class
    {
        T? value = null;
        var (status, problem) = await SendAsync(
            HttpMethod.Get, address, null, caller, async (body, stop) => value = await JsonSerializer.DeserializeAsync(body, type, stop), deadline, cancel);
        return (value, status, problem);
    }

    /// <summary>Posts JSON and does not look at the body of the answer.</summary>
    /// <inheritdoc cref="GetAsync" path="/returns"/>
    public Task<(HttpStatusCode? Status, string? Problem)> PostAsync<T>(
        Uri address, Caller caller, T question, JsonTypeInfo<T> type, TimeSpan deadline, CancellationToken cancel)
    {
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(question, type));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(HttpMethod.Post, address, body, caller, null, deadline, cancel);
    }

    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode? Status, string? Problem)> SendAsync(
        HttpMethod method, Uri address, HttpContent? body, Caller caller, Func<Stream, CancellationToken, Task>? read, TimeSpan deadline, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        using var request = new HttpRequestMessage(method, address) { Content = body };
        request.Headers.TryAddWithoutValidation(InternalTokens.HeaderName, tokens.Issue(caller));
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (read is not null && response.StatusCode == HttpStatusCode.OK)
            {
                await using var stream = await response.Content.ReadAsStreamAsync(both.Token);
                await read(stream, both.Token);
            }

            return (response.StatusCode, null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            return (null, "it cannot be reached or does not answer as it should");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, $"it did not answer within {deadline.TotalSeconds:0} s");
        }
    }
}
