using System.Text.Json;
using System.Text.Json.Serialization;
using SreCopilot.AiService.Analyses;
using SreCopilot.AiService.Anomalies;
using SreCopilot.AiService.Correlation;
using SreCopilot.AiService.Dashboards;
using SreCopilot.AiService.Feedback;
using SreCopilot.AiService.LanguageModel;
using SreCopilot.AiService.Usage;

namespace SreCopilot.AiService;

/// <summary>Source-generated JSON of every body of this service, of what it delivers and of what a model gets to read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GenerateRequest))]
[JsonSerializable(typeof(IReadOnlyList<GenerateRequest>))]
[JsonSerializable(typeof(GenerateResponse))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(Analysis))]
[JsonSerializable(typeof(FactorValues))]
[JsonSerializable(typeof(DeliveryBody))]
[JsonSerializable(typeof(ModelQuestion))]
[JsonSerializable(typeof(VerdictRequest))]
[JsonSerializable(typeof(VerdictItem))]
[JsonSerializable(typeof(FeedbackResponse))]
[JsonSerializable(typeof(FeedbackReset))]
[JsonSerializable(typeof(TokenUsageResponse))]
[JsonSerializable(typeof(IncidentUsageResponse))]
[JsonSerializable(typeof(CostSummaryResponse))]
[JsonSerializable(typeof(DetectRequest))]
[JsonSerializable(typeof(DetectResponse))]
[JsonSerializable(typeof(DetectBatchRequest))]
[JsonSerializable(typeof(DetectBatchResponse))]
[JsonSerializable(typeof(ActiveResponse))]
[JsonSerializable(typeof(ReportResponse))]
[JsonSerializable(typeof(IReadOnlyList<JsonElement>))]
[JsonSerializable(typeof(JsonDocument))]
[JsonSerializable(typeof(CorrelateRequest))]
[JsonSerializable(typeof(CorrelateResponse))]
[JsonSerializable(typeof(AlertIncidentRequest))]
[JsonSerializable(typeof(AlertIncidentResponse))]
[JsonSerializable(typeof(GroupsResponse))]
[JsonSerializable(typeof(AnalyzeDashboardRequest))]
[JsonSerializable(typeof(AnalyzeDashboardResponse))]
[JsonSerializable(typeof(IReadOnlyList<AnalyzeDashboardResponse>))]
[JsonSerializable(typeof(IncidentTextRequest))]
[JsonSerializable(typeof(IncidentTextResponse))]
internal sealed partial class AiJson : JsonSerializerContext;
