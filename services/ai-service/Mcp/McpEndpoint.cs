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
        builder.Services.AddSingleton<IEnumerable<McpServerTool>>(services => CreateTools(services.GetRequiredService<McpTools>()));
        foreach (var name in Names)
        {
            builder.Services.AddSingleton(services => services.GetRequiredService<IEnumerable<McpServerTool>>().Single(tool => tool.ProtocolTool.Name == name));
        }
    }

    public static void MapMcpEndpoint(this WebApplication app) => app.MapMcp("/mcp").RequireAuthorization(Policy).NotAudited("Assistants only read.").ExcludeFromDescription();

    private static readonly string[] Names = ["list_incidents", "get_incident", "get_hypotheses", "get_evidence", "query_logs", "query_metrics", "query_traces"];

    private static bool Allows(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetCaller() is { Kind: CallerKind.ApiKey, TenantId: not null, ProjectId: not null } caller && caller.Scopes.Contains(ApiKeyScopes.Mcp);

    private static IEnumerable<McpServerTool> CreateTools(McpTools tools) =>
    [
        Create("list_incidents", tools.ListIncidentsAsync),
        Create("get_incident", tools.GetIncidentAsync),
        Create("get_hypotheses", tools.GetHypothesesAsync),
        Create("get_evidence", tools.GetEvidenceAsync),
        Create("query_logs", tools.QueryLogsAsync),
        Create("query_metrics", tools.QueryMetricsAsync),
        Create("query_traces", tools.QueryTracesAsync),
    ];

    // Parameters and schemas come from source-generated JSON: nothing is serialised by reflection.
    private static McpServerTool Create(string name, Delegate method) => McpServerTool.Create(method, new McpServerToolCreateOptions
    {
        Name = name, ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = false, SerializerOptions = McpSerialization.Options,
    });
}
