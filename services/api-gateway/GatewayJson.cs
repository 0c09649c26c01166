using System.Text.Json;
using System.Text.Json.Serialization;
using SreCopilot.ApiGateway.ApiKeys;
using SreCopilot.ApiGateway.Grafana;
using SreCopilot.ApiGateway.RateLimits;
using SreCopilot.ApiGateway.Settings;
using SreCopilot.ApiGateway.Status;

namespace SreCopilot.ApiGateway;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Banner))]
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(ServicesHealthBody))]
[JsonSerializable(typeof(TooManyRequestsBody))]
[JsonSerializable(typeof(VerifyKeyRequest))]
[JsonSerializable(typeof(VerifiedKey))]
[JsonSerializable(typeof(List<ConnectionBody>))]
[JsonSerializable(typeof(SaveConnectionRequest))]
[JsonSerializable(typeof(TestConnectionRequest))]
[JsonSerializable(typeof(TestResult))]
[JsonSerializable(typeof(OkBody))]
[JsonSerializable(typeof(CategoryList))]
[JsonSerializable(typeof(GrafanaConnection))]
[JsonSerializable(typeof(DashboardList))]
[JsonSerializable(typeof(DashboardBody))]
[JsonSerializable(typeof(EmbedUrl))]
[JsonSerializable(typeof(QueryPanelRequest))]
[JsonSerializable(typeof(PanelSeries))]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(QuerySeries))]
[JsonSerializable(typeof(AlertRules))]
[JsonSerializable(typeof(DetectAnomaliesRequest))]
[JsonSerializable(typeof(AnomalyScan))]
[JsonSerializable(typeof(NothingScanned))]
[JsonSerializable(typeof(SloQueryRequest))]
[JsonSerializable(typeof(SloStatus))]
[JsonSerializable(typeof(AnalyzeRequest))]
[JsonSerializable(typeof(DashboardQuestion))]
[JsonSerializable(typeof(DashboardAnalysis))]
[JsonSerializable(typeof(CreateIncidentRequest))]
[JsonSerializable(typeof(CreatedIncident))]
[JsonSerializable(typeof(AnomalyQuestion))]
[JsonSerializable(typeof(AnomalyWords))]
[JsonSerializable(typeof(NewIncident))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class GatewayJson : JsonSerializerContext;
