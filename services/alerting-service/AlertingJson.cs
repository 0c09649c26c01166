using System.Text.Json;
using System.Text.Json.Serialization;
using SreCopilot.AlertingService.Alerts;
using SreCopilot.AlertingService.Channels;
using SreCopilot.AlertingService.Conditions;
using SreCopilot.AlertingService.Evaluation;
using SreCopilot.AlertingService.Incidents;
using SreCopilot.AlertingService.Monitors;
using SreCopilot.AlertingService.Muting;
using SreCopilot.AlertingService.Notifications;
using SreCopilot.AlertingService.Policies;

namespace SreCopilot.AlertingService;

/// <summary>Source-generated JSON of every body and event of this service, and of what it says to others.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ConditionRequest))]
[JsonSerializable(typeof(ConditionResponse))]
[JsonSerializable(typeof(IReadOnlyList<ConditionResponse>))]
[JsonSerializable(typeof(ConditionDeleted))]
[JsonSerializable(typeof(PreviewRequest))]
[JsonSerializable(typeof(PreviewResponse))]
[JsonSerializable(typeof(PolicyRequest))]
[JsonSerializable(typeof(IReadOnlyList<Policy>))]
[JsonSerializable(typeof(PolicyDeleted))]
[JsonSerializable(typeof(ChannelRequest))]
[JsonSerializable(typeof(IReadOnlyList<ChannelResponse>))]
[JsonSerializable(typeof(ChannelDeleted))]
[JsonSerializable(typeof(ChannelTested))]
[JsonSerializable(typeof(MutingRuleRequest))]
[JsonSerializable(typeof(IReadOnlyList<MutingRule>))]
[JsonSerializable(typeof(MutingRuleDeleted))]
[JsonSerializable(typeof(IReadOnlyList<AlertResponse>))]
[JsonSerializable(typeof(AlertEvent))]
[JsonSerializable(typeof(IReadOnlyList<NotificationResponse>))]
[JsonSerializable(typeof(EvaluationRequest))]
[JsonSerializable(typeof(EvaluationAnswer))]
[JsonSerializable(typeof(ProblemReport))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(RecoveryReport))]
[JsonSerializable(typeof(RecoveryAnswer))]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(MonitorEvent))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class AlertingJson : JsonSerializerContext;
