using SreCopilot.Identity;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>An integration of a project, as auth-service would know it, and who calls in the project's name.</summary>
internal sealed class TestIntegration(IntegrationServer server, string type, Guid? tenantId = null, Guid? projectId = null)
{
    public Guid Id { get; } = Guid.NewGuid();

    public Guid TenantId { get; } = tenantId ?? Guid.NewGuid();

    public Guid ProjectId { get; } = projectId ?? Guid.NewGuid();

    public string Type => type;

    public string Name { get; set; } = "Production";

    public string Url { get; set; } = "http://monitoring.example:3000";

    public string Secret { get; set; } = $"secret-{Guid.NewGuid():N}";

    public string? PreviousSecret { get; set; }

    public DateTimeOffset? PreviousValidUntil { get; set; }

    public object? Settings { get; set; }

    public Person Viewer => As("viewer");

    public string Alerts => $"/projects/{ProjectId}/monitoring/alerts";

    public string Deliveries => $"/projects/{ProjectId}/monitoring/integrations/{Id}/deliveries";

    public Caller CallerOf(string? role) => new()
    {
        Kind = CallerKind.User,
        UserId = Guid.NewGuid(),
        Email = "ana@acme.example",
        TenantId = TenantId,
        TenantRole = "engineer",
        ProjectId = ProjectId,
        ProjectRole = role,
        SessionId = Guid.NewGuid(),
    };

    public Person As(string? role) => server.As(CallerOf(role));

    /// <summary>Sends a webhook with the secret.</summary>
    public Task<Answer> SendAsync(object body, int replica = 0, string suffix = "") => SendAsync(body, [("X-Webhook-Secret", Secret)], replica, suffix);

    public Task<Answer> SendAsync(object body, IEnumerable<(string, string)> headers, int replica = 0, string suffix = "", string? path = null) =>
        server.As(new Caller { Kind = CallerKind.Anonymous }, replica).SendAsync(HttpMethod.Post, path ?? $"/webhooks/{type}/{Id}{suffix}", Webhook.Json(body), headers);

    /// <summary>Alertmanager's webhook.</summary>
    public Task<Answer> FireAsync(params string[] names) => SendAsync(Alertmanager([.. names.Select(name => Alert(name))]));

    public Task<Answer> ResolveAsync(params string[] names) => SendAsync(Alertmanager([.. names.Select(name => Alert(name, "resolved"))]));

    public static object Alertmanager(object[] alerts, string group = "{}:{alertname=\"Group\"}") => new
    {
        version = "4",
        groupKey = group,
        status = "firing",
        receiver = "sre",
        externalURL = "http://am",
        truncatedAlerts = 0,
        groupLabels = new { },
        commonLabels = new { },
        commonAnnotations = new { },
        alerts,
    };

    public static object Alert(string name, string status = "firing", string severity = "critical", string service = "shop") => new
    {
        status,
        labels = new { alertname = name, severity, service, instance = "i-1", region = "eu" },
        annotations = new { summary = $"{name} is bad", description = "Very bad.", runbook = "http://wiki" },
        startsAt = "2026-03-01T10:00:00.123456789Z",
        endsAt = status == "firing" ? "0001-01-01T00:00:00Z" : "2026-03-01T10:10:00Z",
        generatorURL = "http://prometheus/graph",
        fingerprint = $"f-{name}",
    };
}
