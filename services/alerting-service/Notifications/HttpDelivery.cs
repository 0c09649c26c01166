using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SreCopilot.AlertingService.Channels;
using SreCopilot.OutboundHttp;

namespace SreCopilot.AlertingService.Notifications;

/// <summary>Delivers by HTTP: Slack, Teams, PagerDuty, any program.</summary>
internal sealed class HttpDelivery(OutboundClient http, IOptions<NotificationOptions> options, TimeProvider time)
{
    private const int AnswerBytes = 64 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public Task<Outcome> SendAsync(SlackDestination slack, Message message, CancellationToken cancel) =>
        PostAsync(slack.Url, HttpPayloads.Slack(message, LinkOf(message.First)), null, message.Id, cancel);

    public Task<Outcome> SendAsync(TeamsDestination teams, Message message, CancellationToken cancel) =>
        PostAsync(teams.Url, HttpPayloads.Teams(message, LinkOf(message.First)), null, message.Id, cancel);

    public Task<Outcome> SendAsync(WebhookDestination webhook, Message message, CancellationToken cancel) =>
        PostAsync(webhook.Url, HttpPayloads.Webhook(message), webhook.SigningSecret, message.Id, cancel);

    /// <summary>One event per alert. Repeated ones change nothing there: PagerDuty knows them by their <c>dedup_key</c>.</summary>
    public async Task<Outcome> SendAsync(PagerDutyDestination pagerDuty, Message message, bool thenResolve, CancellationToken cancel)
    {
        foreach (var line in message.Lines)
        {
            foreach (var isOver in thenResolve ? new[] { false, true } : [line.IsOver])
            {
                var outcome = await PostAsync(
                    options.Value.PagerDutyUrl, HttpPayloads.PagerDuty(line, pagerDuty.RoutingKey, isOver, LinkOf(line)), null, message.Id, cancel);
                if (!outcome.IsDelivered)
                {
                    return outcome;
                }
            }
        }

        return Outcome.Delivered;
    }

    /// <summary>The signature of a generic webhook, over <c>TIMESTAMP.BODY</c>.</summary>
    public static string Sign(string secret, string timestamp, byte[] body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{timestamp}."));
        hmac.AppendData(body);
        return $"sha256={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }

    private async Task<Outcome> PostAsync(Uri url, JsonObject payload, string? secret, Guid id, CancellationToken cancel)
    {
        var body = Encoding.UTF8.GetBytes(payload.ToJsonString());
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } } };
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("SRE-Copilot", "1.0"));
        request.Headers.Add("X-Webhook-Delivery", id.ToString());
        if (secret is not null)
        {
            var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            request.Headers.Add("X-Webhook-Timestamp", timestamp);
            request.Headers.Add("X-Webhook-Signature", Sign(secret, timestamp, body));
        }

        var (response, fault) = await http.SendAsync(request, new OutboundLimits(TimeSpan.FromSeconds(options.Value.TimeoutSeconds), AnswerBytes), cancel);
        return response is null ? Outcome.Of(fault!.Value) : Judge(response);
    }

    private Outcome Judge(OutboundResponse response)
    {
        if (response.IsSuccess)
        {
            return Outcome.Delivered;
        }

        var status = (int)response.Status;
        var isPassing = status >= 500 || response.Status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || status == 425;
        return new Outcome($"The receiver answered with HTTP {status}.", !isPassing, isPassing ? FindRetryAfter(response) : null);
    }

    /// <summary><c>Retry-After: 120</c> or <c>Retry-After: Sun, 01 Mar 2026 10:20:30 GMT</c>.</summary>
    private TimeSpan? FindRetryAfter(OutboundResponse response)
    {
        if (!response.Headers.TryGetValue("Retry-After", out var text) || !RetryConditionHeaderValue.TryParse(text, out var header))
        {
            return null;
        }

        var wait = header.Delta ?? header.Date - time.GetUtcNow();
        return wait is null || wait <= TimeSpan.Zero ? null : wait < LongestWait ? wait : LongestWait;
    }

    private Uri? LinkOf(MessageLine line) => options.Value.PublicUrl is not { } home ? null : new Uri(home, line.IncidentId is { } incident ? $"/incidents/{incident}" : "/alerts");
}
