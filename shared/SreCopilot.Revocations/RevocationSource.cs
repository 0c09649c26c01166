using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenTelemetry;
using SreCopilot.Identity;

namespace SreCopilot.Revocations;

/// <summary>Asks auth-service what was revoked, on a connection of its own.</summary>
internal sealed class RevocationSource(Uri authService, InternalTokens tokens, TimeProvider time) : IDisposable
{
    private static readonly Caller Self = new() { Kind = CallerKind.Service };
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        // A service that moved to another address is found again after this time.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    });

    public void Dispose() => _client.Dispose();

    /// <summary>What was revoked since the cursor.</summary>
    /// <returns>The page; or null and the reason.</returns>
    public async Task<(RevocationPage? Page, string? Problem)> ReadAsync(string? cursor, CancellationToken cancel)
    {
        // Once a second: as traces they would bury the real requests.
        using var untraced = SuppressInstrumentationScope.Begin();
        using var limit = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        var path = cursor is null ? "/internal/revocations" : $"/internal/revocations?cursor={Uri.EscapeDataString(cursor)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(authService, path));
        request.Headers.TryAddWithoutValidation(InternalTokens.HeaderName, tokens.Issue(Self));
        try
        {
            using var response = await _client.SendAsync(request, both.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return (null, $"HTTP {(int)response.StatusCode}");
            }

            await using var stream = await response.Content.ReadAsStreamAsync(both.Token);
            return (await JsonSerializer.DeserializeAsync(stream, RevocationJson.Default.RevocationPage, both.Token), "an empty answer");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            return (null, exception.Message);
        }
        catch (OperationCanceledException)
        {
            return (null, cancel.IsCancellationRequested ? "cancelled" : $"no answer within {Deadline.TotalSeconds:0} s");
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RevocationPage))]
internal sealed partial class RevocationJson : JsonSerializerContext;
