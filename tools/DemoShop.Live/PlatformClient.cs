using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SreCopilot.DemoShop.Live;

/// <summary>What the platform answered.</summary>
internal sealed record PlatformAnswer(HttpStatusCode Status, JsonElement Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public string Text(string name) => Body.GetProperty(name).GetString()!;
}

/// <summary>Calls the entry point as any client does. A platform that is away, busy or starting is waited for.</summary>
internal sealed partial class PlatformClient(DemoSettings settings, TimeProvider time, ILogger<PlatformClient> logger) : IDisposable
{
    private const string KeyHeader = "X-API-Key";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        BaseAddress = settings.Platform, Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>Sends JSON with a bearer token, or without one.</summary>
    public Task<PlatformAnswer> SendAsync(HttpMethod method, string path, JsonNode? body, string? token, CancellationToken cancel) => RepeatAsync(
        () => new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
            Headers = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
        },
        cancel);

    /// <summary>Sends telemetry with an API key.</summary>
    public Task<PlatformAnswer> IngestAsync(ShopRequest request, string apiKey, CancellationToken cancel) => RepeatAsync(
        () => new HttpRequestMessage(HttpMethod.Post, request.PublicPath)
        {
            Content = new ReadOnlyMemoryContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { { KeyHeader, apiKey } },
        },
        cancel);

    public void Dispose() => _http.Dispose();

    private async Task<PlatformAnswer> RepeatAsync(Func<HttpRequestMessage> create, CancellationToken cancel)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (await TryAsync(create, cancel) is { } answer)
            {
                return answer;
            }

            await Task.Delay(pause, time, cancel);
        }
    }

    // Null: it may work later.
    private async Task<PlatformAnswer?> TryAsync(Func<HttpRequestMessage> create, CancellationToken cancel)
    {
        using var request = create();
        try
        {
            using var response = await _http.SendAsync(request, cancel);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError)
            {
                LogNotTaken(request.RequestUri?.OriginalString, $"HTTP {(int)response.StatusCode}");
                return null;
            }

            var text = await response.Content.ReadAsStringAsync(cancel);
            using var json = JsonDocument.Parse(text.Length == 0 ? "null" : text);
            return new PlatformAnswer(response.StatusCode, json.RootElement.Clone());
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            LogNotTaken(request.RequestUri?.OriginalString, e.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Path} is tried again soon: {Reason}")]
    private partial void LogNotTaken(string? path, string reason);
}
