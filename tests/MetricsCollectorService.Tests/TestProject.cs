using SreCopilot.Identity;

namespace SreCopilot.MetricsCollectorService.Tests;

/// <summary>A project of a tenant, and whoever calls in its name.</summary>
internal sealed class TestProject(MetricsServer server, Guid tenantId)
{
    public Guid Id { get; } = Guid.NewGuid();

    public Guid TenantId => tenantId;

    public Person Engineer => As("engineer");

    public Person Viewer => As("viewer");

    /// <summary>A program with an API key for everything.</summary>
    public Person Key => AsKey(0, [.. ApiKeyScopes.All]);

    public Person Service => server.As(new Caller { Kind = CallerKind.Service, TenantId = tenantId, ProjectId = Id });

    public Caller CallerOf(string role) => new()
    {
        Kind = CallerKind.User,
        UserId = Guid.NewGuid(),
        Email = $"{role}@acme.example",
        TenantId = tenantId,
        TenantRole = "engineer",
        ProjectId = Id,
        ProjectRole = role,
        SessionId = Guid.NewGuid(),
    };

    public Person As(string role) => server.As(CallerOf(role));

    public Person AsKey(int replica, params string[] scopes) =>
        server.As(new Caller { Kind = CallerKind.ApiKey, TenantId = tenantId, ProjectId = Id, Scopes = scopes }, replica);

    public async Task SendSpansAsync(params object[] spans) => (await Key.PostAsync("/traces/ingest", new { spans })).Ok();

    public async Task<string> SendErrorAsync(string message, string service = "web", string type = "ValueError", string? timestamp = null) =>
        (await Key.PostAsync("/errors/ingest", new { service_name = service, error_class = type, message, stack_trace = "at line 1", timestamp, attributes = new { user = 7 } })).Ok().Text("fingerprint")!;

    /// <summary>A transaction, as a span without a parent.</summary>
    public Task SendTransactionAsync(
        string service, double duration, int status = 200, string? time = null, string path = "/pay", string state = "ok", double database = 0) => SendSpansAsync(
            new
            {
                trace_id = Guid.NewGuid().ToString("n"),
                span_id = Guid.NewGuid().ToString("n")[..16],
                service_name = service,
                operation = "POST " + path,
                duration_ms = duration,
                status = state,
                kind = "server",
                timestamp = time,
                attributes = new Dictionary<string, object> { ["http.request.method"] = "POST", ["http.response.status_code"] = status, ["url.path"] = path, ["d"] = database },
            });
}
