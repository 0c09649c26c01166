using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;
using SreCopilot.IntegrationService.Peers;
using SreCopilot.IntegrationService.Webhooks;
using SreCopilot.Peers;

namespace SreCopilot.IntegrationService.Integrations;

/// <summary>
/// Asks auth-service about integrations. Every webhook is judged by an answer to a question that was sent after it arrived,
/// so a deleted integration or a withdrawn secret counts at once; webhooks that arrive together share one question. While
/// auth-service is away, its last answer counts for a few minutes: in that time nobody can delete anything either, and alerts are
/// needed most when something is down.
/// </summary>
internal sealed partial class IntegrationDirectory(
    PeerClient peers, IOptions<PeerOptions> addresses, IOptions<WebhookOptions> options, TimeProvider time, ILogger<IntegrationDirectory> logger)
{
    private const int MostRemembered = 10_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);
    private static readonly Caller Self = new() { Kind = CallerKind.Service };

    private readonly SharedQuestions<Guid, Answer> _questions = new();
    private readonly ConcurrentDictionary<Guid, (Integration Integration, DateTimeOffset At)> _last = new();

    /// <summary>The integration; null when there is none whose webhook is on.</summary>
    /// <returns>Not known when auth-service cannot be asked.</returns>
    public async Task<(Integration? Integration, bool IsKnown)> FindAsync(Guid id, CancellationToken cancel)
    {
        var answer = await _questions.AskAsync(id, AskAsync).WaitAsync(cancel);
        if (answer.IsKnown)
        {
            return (answer.Integration, true);
        }

        return _last.TryGetValue(id, out var last) && time.GetUtcNow() - last.At < TimeSpan.FromMinutes(options.Value.TrustMinutes)
            ? (last.Integration, true)
            : (null, false);
    }

    private async Task<Answer> AskAsync(Guid id)
    {
        var (integration, status, problem) = await peers.GetAsync(
            new Uri(addresses.Value.AuthService, $"/internal/monitoring/webhooks/{id}"), Self, IntegrationJson.Default.Integration, Deadline, CancellationToken.None);
        switch (status)
        {
            case HttpStatusCode.OK when integration is not null:
                if (_last.Count >= MostRemembered)
                {
                    _last.Clear();
                }

                _last[id] = (integration, time.GetUtcNow());
                return new Answer(integration, true);
            case HttpStatusCode.NotFound:
                _last.TryRemove(id, out _);
                return new Answer(null, true);
            default:
                LogUnknown(id, problem ?? $"HTTP {(int?)status}");
                return new Answer(null, false);
        }
    }

    [LoggerMessage(LogLevel.Warning, "auth-service did not tell about integration {IntegrationId}: {Problem}")]
    private partial void LogUnknown(Guid integrationId, string problem);

    private sealed record Answer(Integration? Integration, bool IsKnown);
}
