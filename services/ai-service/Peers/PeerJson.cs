using System.Text.Json.Serialization;

namespace SreCopilot.AiService.Peers;

/// <summary>Source-generated JSON of what other services answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IncidentBody))]
[JsonSerializable(typeof(IncidentPageBody))]
[JsonSerializable(typeof(IReadOnlyList<ActivityBody>))]
[JsonSerializable(typeof(WorkflowBody))]
[JsonSerializable(typeof(IReadOnlyList<AlertBody>))]
[JsonSerializable(typeof(DependencyMapBody))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<ServicePointBody>))]
[JsonSerializable(typeof(DatabaseTimeBody))]
[JsonSerializable(typeof(ServiceFiguresBody))]
[JsonSerializable(typeof(IReadOnlyList<TransactionBody>))]
[JsonSerializable(typeof(IReadOnlyList<TraceSummaryBody>))]
[JsonSerializable(typeof(TraceBody))]
[JsonSerializable(typeof(IReadOnlyList<ErrorGroupBody>))]
[JsonSerializable(typeof(IReadOnlyList<DeploymentBody>))]
[JsonSerializable(typeof(IReadOnlyList<SloBody>))]
[JsonSerializable(typeof(IReadOnlyList<HostBody>))]
[JsonSerializable(typeof(IReadOnlyList<HostPointBody>))]
[JsonSerializable(typeof(IReadOnlyList<MetricNameBody>))]
[JsonSerializable(typeof(MetricValuesBody))]
[JsonSerializable(typeof(PatternsBody))]
[JsonSerializable(typeof(LogPageBody))]
[JsonSerializable(typeof(IReadOnlyList<ConditionAlertBody>))]
[JsonSerializable(typeof(CountsQuestion))]
[JsonSerializable(typeof(CountsBody))]
internal sealed partial class PeerJson : JsonSerializerContext;
