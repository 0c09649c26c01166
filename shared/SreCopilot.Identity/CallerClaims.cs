using System.Security.Claims;

namespace SreCopilot.Identity;

/// <summary>How a <see cref="Caller"/> is written into the claims of an internal token and read back.</summary>
internal static class CallerClaims
{
    private const string Kind = "kind";
    private const string Subject = "sub";
    private const string Email = "email";
    private const string TenantId = "tenant_id";
    private const string TenantRole = "role";
    private const string ProjectId = "project_id";
    private const string ProjectRole = "project_role";
    private const string ApiKeyId = "api_key_id";
    private const string Scope = "scope";
    private const string SessionId = "sid";
    private const string ClientAddress = "client_address";

    public static Dictionary<string, object> Write(Caller caller)
    {
        var claims = new Dictionary<string, object> { [Kind] = NameOf(caller.Kind) };
        Add(Subject, caller.UserId?.ToString());
        Add(Email, caller.Email);
        Add(TenantId, caller.TenantId?.ToString());
        Add(TenantRole, caller.TenantRole);
        Add(ProjectId, caller.ProjectId?.ToString());
        Add(ProjectRole, caller.ProjectRole);
        Add(ApiKeyId, caller.ApiKeyId?.ToString());
        Add(Scope, caller.Scopes.Count > 0 ? string.Join(' ', caller.Scopes) : null);
        Add(SessionId, caller.SessionId?.ToString());
        Add(ClientAddress, caller.ClientAddress);
        return claims;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                claims[name] = value;
            }
        }
    }

    public static Caller? Read(ClaimsIdentity identity)
    {
        if (ParseKind(Find(Kind)) is not { } kind)
        {
            return null;
        }

        return new Caller
        {
            Kind = kind,
            UserId = FindId(Subject),
            Email = Find(Email),
            TenantId = FindId(TenantId),
            TenantRole = Find(TenantRole),
            ProjectId = FindId(ProjectId),
            ProjectRole = Find(ProjectRole),
            ApiKeyId = FindId(ApiKeyId),
            Scopes = Find(Scope)?.Split(' ') ?? [],
            SessionId = FindId(SessionId),
            ClientAddress = Find(ClientAddress),
        };

        string? Find(string name) => identity.FindFirst(name)?.Value;
        Guid? FindId(string name) => Guid.TryParse(Find(name), out var id) ? id : null;
    }

    private static string NameOf(CallerKind kind) => kind switch
    {
        CallerKind.User => "user",
        CallerKind.ApiKey => "api_key",
        CallerKind.Service => "service",
        _ => "anonymous",
    };

    private static CallerKind? ParseKind(string? name) => name switch
    {
        "user" => CallerKind.User,
        "api_key" => CallerKind.ApiKey,
        "service" => CallerKind.Service,
        "anonymous" => CallerKind.Anonymous,
        _ => null,
    };
}
