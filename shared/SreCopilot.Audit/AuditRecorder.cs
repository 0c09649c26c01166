using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using SreCopilot.Identity;

namespace SreCopilot.Audit;

/// <summary>Makes entries of requests.</summary>
internal sealed class AuditRecorder(IHostEnvironment environment, TimeProvider time)
{
    public const string RequestIdHeader = "X-Request-Id";

    private const int ChangesBytes = 16 * 1024;
    private const int MetadataBytes = 4 * 1024;

    /// <param name="http">The request. Who and from where comes from the signed internal token.</param>
    /// <param name="entry">What the handler knows.</param>
    /// <param name="id">The entry's id.</param>
    /// <param name="status">The answer's status; null when there is none yet.</param>
    public AuditRecord Create(HttpContext http, AuditEntry entry, Guid id, int? status)
    {
        var (endpoint, values) = FindRoute(http);
        var audited = endpoint?.Metadata.GetMetadata<AuditedEndpoint>();
        var caller = http.Features.Get<Caller>();
        var actor = entry.Actor ?? ActorOf(caller);
        var failed = status >= 400 || entry.Error is not null;
        return new AuditRecord
        {
            Id = id,
            Timestamp = time.GetUtcNow(),
            TenantId = actor.TenantId,
            ProjectId = entry.ProjectId ?? caller?.ProjectId,
            ActorType = actor.Type,
            UserId = AuditText.Clean(actor.Id, 255),
            UserEmail = AuditText.Clean(actor.Email, 320),
            UserRole = AuditText.CleanOrNull(actor.Role, 50),
            Action = entry.Action ?? audited?.Action ?? DefaultAction(endpoint),
            ResourceType = entry.ResourceType ?? audited?.ResourceType ?? DefaultResource(endpoint),
            ResourceId = AuditText.CleanOrNull(entry.ResourceId ?? LastValue(endpoint, values), 500),
            Changes = AuditFields.ToChanges(entry.Before, entry.After, ChangesBytes),
            IpAddress = AuditText.Clean(AddressOf(http, caller), 64),
            UserAgent = AuditText.Clean(http.Request.Headers.UserAgent.ToString(), 500),
            RequestId = AuditText.CleanOrNull(http.Request.Headers[RequestIdHeader].ToString(), 128),
            TraceId = http.Features.Get<IHttpActivityFeature>()?.Activity?.TraceId.ToHexString(),
            Success = !failed,
            ErrorMessage = failed ? AuditText.Clean(entry.Error ?? $"HTTP {status}", 1000) : null,
            Metadata = AuditFields.ToJson(MetadataOf(http, entry, endpoint, status), MetadataBytes),
        };
    }

    /// <summary>An entry about something that no request did.</summary>
    public AuditRecord Create(AuditActor actor, AuditEntry entry) => new()
    {
        Id = Guid.CreateVersion7(),
        Timestamp = time.GetUtcNow(),
        TenantId = actor.TenantId,
        ProjectId = entry.ProjectId,
        ActorType = actor.Type,
        UserId = AuditText.Clean(actor.Id, 255),
        UserEmail = AuditText.Clean(actor.Email, 320),
        UserRole = actor.Role,
        Action = entry.Action ?? throw new ArgumentException("An entry without a request needs an action.", nameof(entry)),
        ResourceType = entry.ResourceType ?? throw new ArgumentException("An entry without a request needs a resource type.", nameof(entry)),
        ResourceId = AuditText.CleanOrNull(entry.ResourceId, 500),
        Changes = AuditFields.ToChanges(entry.Before, entry.After, ChangesBytes),
        IpAddress = "internal",
        UserAgent = environment.ApplicationName,
        RequestId = null,
        TraceId = System.Diagnostics.Activity.Current?.TraceId.ToHexString(),
        Success = entry.Error is null,
        ErrorMessage = AuditText.CleanOrNull(entry.Error, 1000),
        Metadata = AuditFields.ToJson(entry.Metadata, MetadataBytes),
    };

    /// <summary>The endpoint, also after an exception, when the error handler has cleared it.</summary>
    public static (RouteEndpoint? Endpoint, RouteValueDictionary Values) FindRoute(HttpContext http) =>
        http.Features.Get<IExceptionHandlerFeature>() is { Endpoint: RouteEndpoint failed } fault
            ? (failed, fault.RouteValues ?? [])
            : (http.GetEndpoint() as RouteEndpoint, http.Request.RouteValues);

    /// <summary>Where the client is: as api-gateway vouches for it, else who is connected.</summary>
    public static string AddressOf(HttpContext http, Caller? caller)
    {
        if (caller?.ClientAddress is { } vouched)
        {
            return vouched;
        }

        if (caller?.Kind == CallerKind.Service)
        {
            return "internal";
        }

        return http.Connection.RemoteIpAddress is not { } address ? "unknown"
            : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    private static AuditActor ActorOf(Caller? caller) => caller switch
    {
        { Kind: CallerKind.User, UserId: { } user } => new AuditActor(caller.TenantId, "user", user.ToString(), caller.Email ?? "", caller.ProjectRole ?? caller.TenantRole),
        { Kind: CallerKind.ApiKey } => new AuditActor(caller.TenantId, "api_key", caller.ApiKeyId?.ToString() ?? "unknown", "", null),
        { Kind: CallerKind.Service } => AuditActor.Service(caller.TenantId, "platform"),
        _ => AuditActor.Anonymous,
    };

    private static AuditFields MetadataOf(HttpContext http, AuditEntry entry, RouteEndpoint? endpoint, int? status)
    {
        var metadata = new AuditFields { { "method", http.Request.Method }, { "route", endpoint?.RoutePattern.RawText } };
        if (status is not null)
        {
            metadata.Add("status", status);
        }

        foreach (var (name, value) in entry.Metadata ?? [])
        {
            metadata.AddRaw(name, value);
        }

        return metadata;
    }

    // POST /incidents/{incident_id}/comments of incident-service named add_comment: "incident.add_comment".
    private string DefaultAction(RouteEndpoint? endpoint)
    {
        var name = endpoint?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "request";
        var service = environment.ApplicationName.Replace("-service", "", StringComparison.Ordinal).Replace('-', '_');
        return string.Create(CultureInfo.InvariantCulture, $"{Plain(service)}.{Plain(name)}");

        static string Plain(string text) => string.Concat(text.ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
    }

    private static string DefaultResource(RouteEndpoint? endpoint) =>
        endpoint?.RoutePattern.Parameters is [.., var last] ? last.Name.Replace("_id", "", StringComparison.Ordinal) : "route";

    private static string? LastValue(RouteEndpoint? endpoint, RouteValueDictionary values) =>
        endpoint?.RoutePattern.Parameters is [.., var last] ? values[last.Name] as string : null;
}
