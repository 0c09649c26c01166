using SreCopilot.Audit;
using SreCopilot.Identity;

namespace SreCopilot.ApiGateway.ApiKeys;

/// <summary>The use of API keys in the audit log: by key, source address and hour, because there may be thousands in a second.</summary>
internal static class KeyUse
{
    public const string Action = "api_key.use";

    public static void Count(HttpContext http, Caller key) => http.RequestServices.GetRequiredService<AuditLog>()
        .Count(http, new TallyKey(Action, key.ApiKeyId ?? Guid.Empty, key.ClientAddress ?? ""), Describe);

    private static AuditEntry Describe(HttpContext http) => new()
    {
        Action = Action,
        ResourceType = "api_key",
        ResourceId = http.Features.Get<Caller>()?.ApiKeyId?.ToString(),
    };
}
