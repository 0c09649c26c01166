using System.Text.Json.Serialization;
using SreCopilot.IncidentService.Activities;
using SreCopilot.IncidentService.Alerts;
using SreCopilot.IncidentService.Deployments;
using SreCopilot.IncidentService.Hypotheses;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.IncidentService.Lifecycle;
using SreCopilot.IncidentService.Peers;
using SreCopilot.IncidentService.Statistics;
using SreCopilot.IncidentService.Workflow;

namespace SreCopilot.IncidentService;

/// <summary>Source-generated JSON of every body of this service, and of what it asks others.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IncidentPage))]
[JsonSerializable(typeof(CreateIncidentRequest))]
[JsonSerializable(typeof(StateRequest))]
[JsonSerializable(typeof(StateResponse))]
[JsonSerializable(typeof(SeverityRequest))]
[JsonSerializable(typeof(SeverityResponse))]
[JsonSerializable(typeof(AssigneeRequest))]
[JsonSerializable(typeof(CommentRequest))]
[JsonSerializable(typeof(IReadOnlyList<Activity>))]
[JsonSerializable(typeof(StatisticsResponse))]
[JsonSerializable(typeof(TimelineResponse))]
[JsonSerializable(typeof(WorkflowResponse))]
[JsonSerializable(typeof(AiUsageResponse))]
[JsonSerializable(typeof(IReadOnlyList<Hypothesis>))]
[JsonSerializable(typeof(AnalysisRequest))]
[JsonSerializable(typeof(AnalysisResponse))]
[JsonSerializable(typeof(ProblemRequest))]
[JsonSerializable(typeof(ProblemResponse))]
[JsonSerializable(typeof(RecoveryRequest))]
[JsonSerializable(typeof(RecoveryResponse))]
[JsonSerializable(typeof(DeploymentRequest))]
[JsonSerializable(typeof(DeploymentResponse))]
[JsonSerializable(typeof(Project))]
[JsonSerializable(typeof(IReadOnlyList<Member>))]
[JsonSerializable(typeof(HypothesisQuestion))]
internal sealed partial class IncidentJson : JsonSerializerContext;
