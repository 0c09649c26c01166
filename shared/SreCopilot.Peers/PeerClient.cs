using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SreCopilot.Identity;

namespace SreCopilot.Peers;

/// <summary>
/// Asks other services, with an internal token that says on whose behalf. One attempt: whoever asks knows better whether it is
/// worth a second.
/// </summary>
public sealed class PeerClient(InternalTokens tokens, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Gets JSON.</summary>
    /// <param name="address">What is asked.</param>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="type">Of the answer.</param>
    /// <param name="deadline">The longest wait.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <returns>The value of a 200; the status; the problem in words when there was no usable answer.</returns>
    public Task<PeerAnswer<T>> GetAsync<T>(Uri address, Caller caller, JsonTypeInfo<T> type, TimeSpan deadline, CancellationToken cancel)
        where T : class =>
        AskAsync(HttpMethod.Get, address, null, caller, type, deadline, cancel);

    /// <summary>Posts JSON and reads the answer.</summary>
    /// <param name="address">What is asked.</param>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="question">The body.</param>
    /// <param name="questionType">Its type.</param>
    /// <param name="type">Of the answer.</param>
    /// <param name="deadline">The longest wait.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <typeparam name="TQuestion">The body's type.</typeparam>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <inheritdoc cref="GetAsync" path="/returns"/>
    public Task<PeerAnswer<T>> PostAsync<TQuestion, T>(
        Uri address, Caller caller, TQuestion question, JsonTypeInfo<TQuestion> questionType, JsonTypeInfo<T> type, TimeSpan deadline, CancellationToken cancel)
        where T : class =>
        AskAsync(HttpMethod.Post, address, Json(question, questionType), caller, type, deadline, cancel);

    /// <summary>Posts JSON and does not look at the body of the answer.</summary>
    /// <param name="address">What is asked.</param>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="question">The body.</param>
    /// <param name="type">Its type.</param>
    /// <param name="deadline">The longest wait.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <typeparam name="T">The body's type.</typeparam>
    /// <returns>The status; the problem in words when there was none.</returns>
    public Task<(HttpStatusCode? Status, string? Problem)> PostAsync<T>(
        Uri address, Caller caller, T question, JsonTypeInfo<T> type, TimeSpan deadline, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, address, Json(question, type), caller, null, deadline, cancel);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static ByteArrayContent Json<T>(T question, JsonTypeInfo<T> type)
    {
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(question, type));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return body;
    }

    private async Task<PeerAnswer<T>> AskAsync<T>(
        HttpMethod method, Uri address, HttpContent? body, Caller caller, JsonTypeInfo<T> type, TimeSpan deadline, CancellationToken cancel)
        where T : class
    {
        T? value = null;
        var (status, problem) = await SendAsync(
            method, address, body, caller, async (stream, stop) => value = await JsonSerializer.DeserializeAsync(stream, type, stop), deadline, cancel);
        return new PeerAnswer<T>(value, status, problem);
    }

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

/// <summary>What a service answered.</summary>
/// <param name="Value">The body of a 200.</param>
/// <param name="Status">Null: there was no usable answer.</param>
/// <param name="Problem">Then why, in words.</param>
/// <typeparam name="T">The body's type.</typeparam>
public readonly record struct PeerAnswer<T>(T? Value, HttpStatusCode? Status, string? Problem)
    where T : class;
