using System.Text.Json.Serialization;
using SreCopilot.MetricsCollectorService.Alerting;
using SreCopilot.MetricsCollectorService.Browser;
using SreCopilot.MetricsCollectorService.Dashboards;
using SreCopilot.MetricsCollectorService.Deployments;
using SreCopilot.MetricsCollectorService.Errors;
using SreCopilot.MetricsCollectorService.Infrastructure;
using SreCopilot.MetricsCollectorService.Metrics.Ingest;
using SreCopilot.MetricsCollectorService.Metrics.Query;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.MetricsCollectorService.Services;
using SreCopilot.MetricsCollectorService.Slos;
using SreCopilot.MetricsCollectorService.Traces;

namespace SreCopilot.MetricsCollectorService;

/// <summary>Source-generated JSON of every body of this service.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(PointsDescription))]
[JsonSerializable(typeof(PointsIngested))]
[JsonSerializable(typeof(MetricValues))]
[JsonSerializable(typeof(IReadOnlyList<MetricName>))]
[JsonSerializable(typeof(IReadOnlyList<MetricLabel>))]
[JsonSerializable(typeof(IReadOnlyList<RegisteredService>))]
[JsonSerializable(typeof(RegisterServicesRequest))]
[JsonSerializable(typeof(ServicesRegistered))]
[JsonSerializable(typeof(IReadOnlyList<ServiceLine>))]
[JsonSerializable(typeof(ServiceFigures))]
[JsonSerializable(typeof(IReadOnlyList<EndpointFigures>))]
[JsonSerializable(typeof(IReadOnlyList<ServicePoint>))]
[JsonSerializable(typeof(TransactionPage))]
[JsonSerializable(typeof(DatabaseTime))]
[JsonSerializable(typeof(ExternalTime))]
[JsonSerializable(typeof(SpansDescription))]
[JsonSerializable(typeof(SpansIngested))]
[JsonSerializable(typeof(IReadOnlyList<TraceSummary>))]
[JsonSerializable(typeof(Trace))]
[JsonSerializable(typeof(DependencyMapResponse))]
[JsonSerializable(typeof(ErrorBodyDescription))]
[JsonSerializable(typeof(ErrorIngested))]
[JsonSerializable(typeof(IReadOnlyList<ErrorGroup>))]
[JsonSerializable(typeof(ErrorGroupDetail))]
[JsonSerializable(typeof(IReadOnlyList<ErrorOccurrence>))]
[JsonSerializable(typeof(TriageRequest))]
[JsonSerializable(typeof(TriageResponse))]
[JsonSerializable(typeof(HostBodyDescription))]
[JsonSerializable(typeof(HostIngested))]
[JsonSerializable(typeof(IReadOnlyList<HostSummary>))]
[JsonSerializable(typeof(HostDetail))]
[JsonSerializable(typeof(IReadOnlyList<HostPoint>))]
[JsonSerializable(typeof(DeploymentRequest))]
[JsonSerializable(typeof(IReadOnlyList<Deployment>))]
[JsonSerializable(typeof(SloRequest))]
[JsonSerializable(typeof(IReadOnlyList<Slo>))]
[JsonSerializable(typeof(SloDeleted))]
[JsonSerializable(typeof(BrowserBodyDescription))]
[JsonSerializable(typeof(BrowserIngested))]
[JsonSerializable(typeof(BrowserFigures))]
[JsonSerializable(typeof(IReadOnlyList<RawJson>))]
[JsonSerializable(typeof(DashboardRequest))]
[JsonSerializable(typeof(IReadOnlyList<Dashboard>))]
[JsonSerializable(typeof(DashboardDeleted))]
[JsonSerializable(typeof(EvaluationRequest))]
[JsonSerializable(typeof(EvaluationAnswer))]
internal sealed partial class MetricsJson : JsonSerializerContext;
