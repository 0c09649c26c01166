using SreCopilot.AiService.LanguageModel;
using SreCopilot.Database;

namespace SreCopilot.AiService.Usage;

/// <summary>Writes down what a language model was asked and what that cost, whether the answer was any good or not.</summary>
internal static class ModelUsage
{
    public static Task AddAsync(DatabaseSession session, CallerScope scope, Guid? incidentId, ModelCall call, string? problem, DateTimeOffset now, CancellationToken cancel) =>
        session.ExecuteAsync($"""
            insert into ai_requests (id, tenant_id, project_id, incident_id, request_type, input_tokens, output_tokens, cost_usd, duration_ms, model_used, success, error_message, created_at)
            values ({call.Id}, {scope.TenantId}, {scope.ProjectId}, {incidentId}, {call.RequestType}, {call.InputTokens}, {call.OutputTokens}, {call.CostUsd}, {call.DurationMs},
              {call.Model}, {problem is null}, {problem ?? ""}, {now})
            """, cancel);
}
