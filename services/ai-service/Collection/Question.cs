using System.Text.Json.Serialization.Metadata;
using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;
using SreCopilot.Database;
using SreCopilot.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>What every source is asked: about which incident, and when.</summary>
internal sealed record Question(ProjectPeers Peers, CallerScope Scope, IncidentBody Incident, AnalysisWindow Window, TimeSpan Deadline, DateTimeOffset Now)
{
    public Task<PeerAnswer<T>> GetMetricsAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class => Peers.GetAsync(Peers.Addresses.Metrics, path, Scope, type, Deadline, cancel);

    public Task<PeerAnswer<T>> GetLogsAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class => Peers.GetAsync(Peers.Addresses.Logs, path, Scope, type, Deadline, cancel);

    public Task<PeerAnswer<T>> GetIncidentsAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class => Peers.GetAsync(Peers.Addresses.Incidents, path, Scope, type, Deadline, cancel);

    public Task<PeerAnswer<T>> GetIntegrationsAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class => Peers.GetAsync(Peers.Addresses.Integrations, path, Scope, type, Deadline, cancel);

    public Task<PeerAnswer<T>> GetAlertingAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class => Peers.GetAsync(Peers.Addresses.Alerting, path, Scope, type, Deadline, cancel);

    public Task<PeerAnswer<CountsBody>> CountErrorsAsync(CountsQuestion question, CancellationToken cancel) => Peers.PostAsync(
        Peers.Addresses.Metrics, "/internal/conditions/evaluate", Scope, question, PeerJson.Default.CountsQuestion, PeerJson.Default.CountsBody, Deadline, cancel);

    /// <summary>A time range as query parameters.</summary>
    public static string Range(DateTimeOffset from, DateTimeOffset to) =>
        $"time_from={from.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z&time_to={to.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z";
}

/// <summary>What a source found.</summary>
/// <param name="Evidence">The facts.</param>
/// <param name="Missing">What could not be asked, and why; null when everything answered.</param>
internal sealed record Findings(IReadOnlyList<Evidence> Evidence, MissingSource? Missing = null)
{
    public static Findings Nothing { get; } = new([]);

    /// <summary>For a source that did not answer. A project that never sent such data is no gap: 404 is an answer.</summary>
    public static Findings Without<T>(EvidenceKind kind, PeerAnswer<T> answer)
        where T : class =>
        new([], answer.Status == System.Net.HttpStatusCode.NotFound ? null : new MissingSource(kind, answer.Problem ?? $"it answered {(int?)answer.Status}"));
}

/// <summary>A source that could not be asked.</summary>
internal sealed record MissingSource(EvidenceKind Kind, string Reason);
