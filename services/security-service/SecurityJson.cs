using System.Text.Json.Serialization;
using SreCopilot.SecurityService.Dependencies;
using SreCopilot.SecurityService.Scans;
using SreCopilot.SecurityService.Vulnerabilities;

namespace SreCopilot.SecurityService;

/// <summary>Source-generated JSON of every body of this service. Scans are read by hand: see <see cref="JsonSlice"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ScanRequest))]
[JsonSerializable(typeof(ScanAnswer))]
[JsonSerializable(typeof(ScanPage))]
[JsonSerializable(typeof(IReadOnlyList<Vulnerability>))]
[JsonSerializable(typeof(ChangeRequest))]
[JsonSerializable(typeof(IReadOnlyList<Change>))]
[JsonSerializable(typeof(OverviewResponse))]
[JsonSerializable(typeof(TrendsResponse))]
[JsonSerializable(typeof(DependencyResponse))]
internal sealed partial class SecurityJson : JsonSerializerContext;
