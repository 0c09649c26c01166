using System.Text.Json.Serialization;
using SreCopilot.SyntheticService.Monitors;
using SreCopilot.SyntheticService.Results;
using SreCopilot.SyntheticService.Running;

namespace SreCopilot.SyntheticService;

/// <summary>Source-generated JSON of every body and event of this service.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MonitorRequest))]
[JsonSerializable(typeof(MonitorResponse))]
[JsonSerializable(typeof(IReadOnlyList<MonitorResponse>))]
[JsonSerializable(typeof(CheckResult))]
[JsonSerializable(typeof(ResultPage))]
[JsonSerializable(typeof(SlaResponse))]
[JsonSerializable(typeof(IReadOnlyList<SlaResponse>))]
[JsonSerializable(typeof(MonitorAlert))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SyntheticJson : JsonSerializerContext;
