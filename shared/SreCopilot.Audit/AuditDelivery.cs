using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;

namespace SreCopilot.Audit;

/// <summary>Hands entries over to where they are kept.</summary>
public interface IAuditDelivery
{
    /// <summary>Hands over; all or nothing, but for those that are rejected for good.</summary>
    /// <param name="entries">In their order.</param>
    /// <param name="cancel">Gives up waiting; whether they were stored is then unknown, and they may be handed over again.</param>
    /// <returns>Which ones will never be taken.</returns>
    /// <exception cref="AuditDeliveryException">Nothing was stored, as far as is known.</exception>
    Task<AuditReceipt> DeliverAsync(IReadOnlyList<WaitingEntry> entries, CancellationToken cancel);
}

/// <summary>Entries could not be handed over.</summary>
/// <param name="message">Why, in words for the log.</param>
/// <param name="isUnreadable">The entries themselves are the reason: fewer at once may work.</param>
public sealed class AuditDeliveryException(string message, bool isUnreadable = false) : Exception(message)
{
    /// <summary>The entries themselves are the reason.</summary>
    public bool IsUnreadable => isUnreadable;
}

/// <summary>Posts entries to audit-service.</summary>
internal sealed class HttpAuditDelivery(InternalTokens tokens, IHostEnvironment environment, IOptions<AuditOptions> options) : IAuditDelivery, IDisposable
{
    private static readonly Caller Self = new() { Kind = CallerKind.Service };
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = Deadline,
    };

    public async Task<AuditReceipt> DeliverAsync(IReadOnlyList<WaitingEntry> entries, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Value.Address, "/internal/audit-entries")) { Content = Body(entries) };
        request.Headers.TryAddWithoutValidation(InternalTokens.HeaderName, tokens.Issue(Self));
        try
        {
            using var response = await _http.SendAsync(request, cancel);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                await using var stream = await response.Content.ReadAsStreamAsync(cancel);
                return await JsonSerializer.DeserializeAsync(stream, AuditJson.Default.AuditReceipt, cancel) ?? throw new AuditDeliveryException("audit-service gave no receipt");
            }

            throw new AuditDeliveryException(
                $"audit-service answered {(int)response.StatusCode}",
                response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            throw new AuditDeliveryException($"audit-service cannot be reached: {exception.Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new AuditDeliveryException($"audit-service did not answer within {Deadline.TotalSeconds:0} s");
        }
    }

    public void Dispose() => _http.Dispose();

    // The entries are JSON already.
    private ByteArrayContent Body(IReadOnlyList<WaitingEntry> entries)
    {
        var body = new StringBuilder($$"""{"source":"{{JsonEncodedText.Encode(environment.ApplicationName)}}","entries":[""").AppendJoin(',', entries.Select(entry => entry.Json)).Append("]}");
        return new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToString())) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }
}
