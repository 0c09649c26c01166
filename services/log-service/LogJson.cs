using System.Text.Json.Serialization;
using SreCopilot.LogService.Alerting;
using SreCopilot.LogService.Ingest;
using SreCopilot.LogService.Overview;
using SreCopilot.LogService.Patterns;
using SreCopilot.LogService.Registry;
using SreCopilot.LogService.Search;
using SreCopilot.LogService.Storage;
using SreCopilot.LogService.Tail;

namespace SreCopilot.LogService;

/// <summary>Source-generated JSON of every body of this service, and of what its replicas tell each other.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IngestRequest))]
[JsonSerializable(typeof(IngestAnswer))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(ContextAnswer))]
[JsonSerializable(typeof(ServicesAnswer))]
[JsonSerializable(typeof(StatisticsAnswer))]
[JsonSerializable(typeof(HistogramAnswer))]
[JsonSerializable(typeof(PatternsAnswer))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(TailMessage))]
[JsonSerializable(typeof(TailNotice))]
[JsonSerializable(typeof(EvaluationRequest))]
[JsonSerializable(typeof(EvaluationAnswer))]
[JsonSerializable(typeof(ServiceReport))]
internal sealed partial class LogJson : JsonSerializerContext;
