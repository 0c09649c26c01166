using System.Text.Json;
using SreCopilot.Identity;

namespace SreCopilot.AuditService.Tests;

/// <summary>An organisation with an administrator, and what services write about it.</summary>
internal sealed class TestTenant(AuditServer server)
{
    public Guid Id { get; } = Guid.NewGuid();

    public Guid ProjectId { get; } = Guid.NewGuid();

    public Person Admin => server.As(CallerOf("admin"));

    public Caller CallerOf(string role) => new()
    {
        Kind = CallerKind.User,
        UserId = Guid.NewGuid(),
        Email = $"{role}@acme.example",
        TenantId = Id,
        TenantRole = role,
        ProjectId = ProjectId,
        ProjectRole = "owner",
        SessionId = Guid.NewGuid(),
        ClientAddress = "203.0.113.9",
    };

    /// <summary>An entry as a service sends it.</summary>
    public Dictionary<string, object?> Entry(string action = "incident.create", params (string Name, object? Value)[] fields)
    {
        var entry = new Dictionary<string, object?>
        {
            ["id"] = Guid.NewGuid(),
            ["timestamp"] = server.Time.GetUtcNow(),
            ["tenant_id"] = Id,
            ["project_id"] = ProjectId,
            ["actor_type"] = "user",
            ["user_id"] = "ana",
            ["user_email"] = "ana@acme.example",
            ["user_role"] = "engineer",
            ["action"] = action,
            ["resource_type"] = "incident",
            ["resource_id"] = "i-1",
            ["changes"] = null,
            ["ip_address"] = "203.0.113.9",
            ["user_agent"] = "tests",
            ["request_id"] = "r-1",
            ["trace_id"] = "t-1",
            ["success"] = true,
            ["error_message"] = null,
            ["metadata"] = null,
        };
        foreach (var (name, value) in fields)
        {
            entry[name] = value;
        }

        return entry;
    }

    /// <summary>Stores entries, in one batch.</summary>
    public async Task<Answer> AddAsync(int replica, params IEnumerable<Dictionary<string, object?>> entries)
    {
        var answer = await server.AsService(replica).PostAsync("/internal/audit-entries", new { source = "incident-service", entries });
        Assert.Equal(200, answer.Code);
        return answer;
    }

    public Task<Answer> AddAsync(params IEnumerable<Dictionary<string, object?>> entries) => AddAsync(0, entries);

    /// <summary>As many entries, which do not differ much.</summary>
    public Task AddManyAsync(int count) => AddAsync(Enumerable.Range(1, count).Select(number => Entry(fields: ("resource_id", $"i-{number}"))));

    public async Task<JsonElement> VerifyAsync(string query = "")
    {
        var answer = await Admin.GetAsync($"/audit/verify{query}");
        Assert.Equal(200, answer.Code);
        return answer.Body;
    }

    /// <summary>Where and why the chain is broken; null when it is not.</summary>
    public async Task<string?> FindBadAsync(string query = "")
    {
        var body = await VerifyAsync(query);
        var bad = body.GetProperty("first_bad");
        Assert.Equal(bad.ValueKind == JsonValueKind.Null, body.GetProperty("valid").GetBoolean());
        return bad.ValueKind == JsonValueKind.Null ? null : $"{bad.GetProperty("sequence")} {bad.GetProperty("reason").GetString()}";
    }

    /// <summary>The entries of a list, the newest first.</summary>
    public async Task<List<JsonElement>> ListAsync(string query)
    {
        var answer = await Admin.GetAsync($"/audit-logs{query}");
        Assert.Equal(200, answer.Code);
        return [.. answer["logs"].EnumerateArray()];
    }
}
