using System.Text.Json;
using SreCopilot.CicdConnectorService.Providers;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary>A webhook as it arrived.</summary>
/// <param name="Headers">As the sender wrote them, as far as api-gateway passes them on.</param>
/// <param name="Body">Byte for byte.</param>
internal sealed record Message(IHeaderDictionary Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>A header that is there exactly once; null when it is not.</summary>
    public string? Header(string name) => Headers[name] is [{ Length: > 0 and <= 1024 } value] ? value : null;
}

/// <summary>What a webhook tells.</summary>
/// <param name="Event">As the sender calls it.</param>
/// <param name="Report">Null when it is nothing that deployments follow from.</param>
/// <param name="Delivery">The sender's own name of the delivery; null when it gives none.</param>
internal readonly record struct Reading(string Event, Report? Report, string? Delivery);

/// <summary>A kind of CI/CD system as the sender of webhooks.</summary>
internal abstract class WebhookSender
{
    /// <summary>For example github.</summary>
    public abstract string Provider { get; }

    /// <summary>The last piece of the address.</summary>
    public string Path => Provider.Replace('_', '-');

    /// <summary>The member of the answer that names the event, as the earlier system called it.</summary>
    public virtual bool CallsItEventType => false;

    /// <summary>Whether the headers alone show that the sender does not know the secret, so that the body need not be read.</summary>
    public virtual bool IsHopeless(Message message, IReadOnlyList<string> secrets) => false;

    /// <summary>Whether the sender knows the secret, and said just this.</summary>
    public abstract bool IsGenuine(Message message, IReadOnlyList<string> secrets, DateTimeOffset now);

    /// <summary>Whether the signature covers nothing but the body, so that the same body again is a replay whatever the headers say.</summary>
    public abstract bool SignsBodyOnly(Message message);

    public abstract Reading Read(Message message, JsonElement body, Account account);
}
