using System.Net;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.Peers;

namespace SreCopilot.AiService.Peers;

/// <summary>Asks the other services in the name of a project: what they answer is limited to it by their own rules.</summary>
internal sealed class ProjectPeers(PeerClient peers, IOptions<PeerOptions> options)
{
    public PeerOptions Addresses => options.Value;

    /// <summary>Gets JSON.</summary>
    /// <param name="service">One of <see cref="Addresses"/>.</param>
    /// <param name="path">With its query, escaped.</param>
    /// <param name="scope">The project.</param>
    /// <param name="type">Of the answer.</param>
    /// <param name="deadline">The longest wait.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<PeerAnswer<T>> GetAsync<T>(Uri service, string path, CallerScope scope, JsonTypeInfo<T> type, TimeSpan deadline, CancellationToken cancel)
        where T : class =>
        peers.GetAsync(new Uri(service, path), CallerOf(scope), type, deadline, cancel);

    /// <summary>Posts JSON.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<(HttpStatusCode? Status, string? Problem)> PostAsync<T>(
        Uri service, string path, CallerScope scope, T body, JsonTypeInfo<T> type, TimeSpan deadline, CancellationToken cancel) =>
        peers.PostAsync(new Uri(service, path), CallerOf(scope), body, type, deadline, cancel);

    /// <summary>Posts JSON and reads the answer.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<PeerAnswer<T>> PostAsync<TQuestion, T>(
        Uri service, string path, CallerScope scope, TQuestion body, JsonTypeInfo<TQuestion> bodyType, JsonTypeInfo<T> type, TimeSpan deadline, CancellationToken cancel)
        where T : class =>
        peers.PostAsync(new Uri(service, path), CallerOf(scope), body, bodyType, type, deadline, cancel);

    private static Caller CallerOf(CallerScope scope) => new() { Kind = CallerKind.Service, TenantId = scope.TenantId, ProjectId = scope.ProjectId };
}
