using SreCopilot.Database;

namespace SreCopilot.IncidentService.Hypotheses;

/// <summary>Writes what an analysis found about one incident.</summary>
internal sealed class AnalysisRecord(DatabaseSession session, CallerScope scope, Guid incidentId, DateTimeOffset now)
{
    public async Task ReplaceHypothesesAsync(IReadOnlyList<FoundHypothesis> found, CancellationToken cancel)
    {
        await session.ExecuteAsync($"delete from hypotheses where incident_id = {incidentId}", cancel);
        for (var index = 0; index < found.Count; index++)
        {
            // An id that is taken already is somebody else's, or this one's twice: then it gets one of its own.
            var (hypothesis, rank) = (found[index], index + 1);
            if (hypothesis.Id is not { } id || await InsertAsync(id, hypothesis, rank, cancel) == 0)
            {
                await InsertAsync(Guid.NewGuid(), hypothesis, rank, cancel);
            }
        }
    }

    private Task<int> InsertAsync(Guid id, FoundHypothesis hypothesis, int rank, CancellationToken cancel) => session.ExecuteAsync($"""
        insert into hypotheses (id, incident_id, project_id, tenant_id, claim, description, confidence_score, supporting_evidence, rank, created_at)
        values ({id}, {incidentId}, {scope.ProjectId}, {scope.TenantId}, {hypothesis.Claim}, {hypothesis.Description ?? ""}, {hypothesis.ConfidenceScore},
          {hypothesis.SupportingEvidence?.Select(line => line!).ToArray() ?? []}, {rank}, {now})
        on conflict (id) do nothing
        """, cancel);

    public Task PutStepAsync(DoneStep step, CancellationToken cancel) => session.ExecuteAsync($"""
        insert into analysis_steps (incident_id, project_id, tenant_id, step_type, status, started_at, completed_at, input_tokens, output_tokens, cost_usd,
          error_message, created_at, updated_at)
        values ({incidentId}, {scope.ProjectId}, {scope.TenantId}, {step.StepType}, {step.Status}, {step.StartedAt}, {step.CompletedAt}, {step.InputTokens},
          {step.OutputTokens}, {step.CostUsd}, {step.ErrorMessage ?? ""}, {now}, {now})
        on conflict (incident_id, step_type) do update set status = excluded.status, started_at = excluded.started_at, completed_at = excluded.completed_at,
          input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, cost_usd = excluded.cost_usd, error_message = excluded.error_message,
          updated_at = excluded.updated_at
        """, cancel);

    // Nothing happens when the id is another project's: row-level security hides whose it is.
    public Task AddAiRequestAsync(MadeAiRequest request, CancellationToken cancel) => session.ExecuteAsync($"""
        insert into ai_requests (id, incident_id, project_id, tenant_id, request_type, input_tokens, output_tokens, cost_usd, duration_ms, model_used, success,
          error_message, created_at)
        values ({request.Id}, {incidentId}, {scope.ProjectId}, {scope.TenantId}, {request.RequestType}, {request.InputTokens}, {request.OutputTokens},
          {request.CostUsd}, {request.DurationMs}, {request.ModelUsed}, {request.Success ?? true}, {request.ErrorMessage ?? ""}, {now})
        on conflict (id) do nothing
        """, cancel);
}
