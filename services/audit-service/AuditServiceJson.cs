using System.Text.Json.Serialization;
using SreCopilot.Audit;
using SreCopilot.AuditService.Entries;
using SreCopilot.AuditService.Intake;
using SreCopilot.AuditService.Retention;
using SreCopilot.AuditService.Verification;

namespace SreCopilot.AuditService;

/// <summary>Source-generated JSON of every body of this service.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AuditBatch))]
[JsonSerializable(typeof(AuditReceipt))]
[JsonSerializable(typeof(CreateEntryRequest))]
[JsonSerializable(typeof(EntryPage))]
[JsonSerializable(typeof(EntryBody))]
[JsonSerializable(typeof(StatisticsBody))]
[JsonSerializable(typeof(UserActivityBody))]
[JsonSerializable(typeof(ResourceHistoryBody))]
[JsonSerializable(typeof(CleanupBody))]
[JsonSerializable(typeof(RetentionRequest))]
[JsonSerializable(typeof(RetentionBody))]
[JsonSerializable(typeof(VerificationBody))]
internal sealed partial class AuditServiceJson : JsonSerializerContext;
