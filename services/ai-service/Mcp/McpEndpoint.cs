using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using ModelContextProtocol.Server;
using SreCopilot.Audit;
using SreCopilot.Identity;

namespace SreCopilot.AiService.Mcp;

/// <summary><c>POST /mcp</c>: the Model Context Protocol over streamable HTTP, without sessions, so that any replica answers.</summary>
internal static class McpEndpoint
{
    private const string Policy = "assistant";

    public static void AddMcp(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<McpTools>();
        // An API key with this scope, and nothing else: neither people nor services.
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy.RequireAssertion(Allows));
        builder.Services
            .AddMcpServer(options => options.ServerInfo = new() { Name = "SRE Copilot", Version = "1.0" })
            .WithHttpTransport(transport => transport.Stateless = true);
        foreach (var tool in CreateTools())
        {
            builder.Services.AddSingleton(tool);
        }
    }

    public static void MapMcpEndpoint(this WebApplication app) => app.MapMcp("/mcp").RequireAuthorization(Policy).NotAudited("Assistants only read.").ExcludeFromDescription();

    private static bool Allows(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetCaller() is { Kind: CallerKind.ApiKey, TenantId: not null, ProjectId: not null } caller && caller.Scopes.Contains(ApiKeyScopes.Mcp);

    private static IEnumerable<McpServerTool> CreateTools()
    {
        var tools = typeof(McpTools);
        return
        [
            Create("list_incidents", tools.GetMethod(nameof(McpTools.ListIncidentsAsync))!),
            Create("get_incident", tools.GetMethod(nameof(McpTools.GetIncidentAsync))!),
            Create("get_hypotheses", tools.GetMethod(nameof(McpTools.GetHypothesesAsync))!),
            Create("get_evidence", tools.GetMethod(nameof(McpTools.GetEvidenceAsync))!),
            Create("query_logs", tools.GetMethod(nameof(McpTools.QueryLogsAsync))!),
            Create("query_metrics", tools.GetMethod(nameof(McpTools.QueryMetricsAsync))!),
            Create("query_traces", tools.GetMethod(nameof(McpTools.QueryTracesAsync))!),
        ];
    }

    // Parameters and schemas come from source-generated JSON: nothing is serialised by reflection. Who answers is found when a call comes:
    // now, before the configuration was checked, nothing may be made.
    private static McpServerTool Create(string name, MethodInfo method) => McpServerTool.Create(
        method,
        request => request.Services!.GetRequiredService<McpTools>(),
        new McpServerToolCreateOptions
        {
            Name = name, ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = false, SerializerOptions = McpSerialization.Options,
        });
}
