using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using SreCopilot.Database;

namespace SreCopilot.Events;

/// <summary>Where a service writes down what happened, in the transaction in which it happened.</summary>
/// <example>
/// <code>
/// await using var session = await database.OpenAsync(caller, cancel);
/// // ... the change itself first, so that its row lock puts the events of one thing in order ...
/// events.Add(session, new NewEvent(EventChannels.Incidents, "incident.created", tenantId, projectId), incident);
/// await session.CommitAsync(cancel);
/// await events.WaitUntilSentAsync(TimeSpan.FromMilliseconds(250), cancel); // only where the answer must not be first
/// </code>
/// </example>
public sealed class EventOutbox
{
    private readonly EventRelay _relay;
    private readonly JsonSerializerOptions _json;

    internal EventOutbox(EventRelay relay, IOptions<JsonOptions> json) => (_relay, _json) = (relay, json.Value.SerializerOptions);

    /// <summary>Adds an event that exists if and only if the session is committed. One statement, which is deferred: a refusal by
    /// row-level security is thrown by the session's next command or its commit.</summary>
    /// <param name="session">The session of the change; row-level security refuses another project's event.</param>
    /// <param name="happened">What happened where.</param>
    /// <param name="data">The payload, written as it would be in a response; its type must be in the service's JSON context.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    public void Add<T>(DatabaseSession session, NewEvent happened, T data)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(happened);
        var json = JsonSerializer.Serialize(data, (JsonTypeInfo<T>)_json.GetTypeInfo(typeof(T)));
        session.Defer($"""
            insert into event_outbox (tenant_id, project_id, channel, type, data)
            values ({happened.TenantId}, {happened.ProjectId}, {happened.Channel}, {happened.Type}, {json}::json)
            """);
        session.AfterCommit(_relay.Wake);
    }

    /// <summary>Waits until everything committed before this call is in Redis, but not longer than the limit and not at all
    /// during an outage: the events follow when it is over.</summary>
    /// <param name="limit">The longest wait.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>Whether they are there.</returns>
    public Task<bool> WaitUntilSentAsync(TimeSpan limit, CancellationToken cancel = default) => _relay.WaitUntilSentAsync(limit, cancel);
}
