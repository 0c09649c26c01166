using System.Text.Json;
using SreCopilot.Audit;
using SreCopilot.AuditService.Chain;

namespace SreCopilot.AuditService.Intake;

/// <summary>Hands this service's own entries over to itself.</summary>
internal sealed class LocalDelivery(ChainWriter chain, IHostEnvironment environment) : IAuditDelivery
{
    public Task<AuditReceipt> DeliverAsync(IReadOnlyList<WaitingEntry> entries, CancellationToken cancel) =>
        chain.WriteAsync(environment.ApplicationName, [.. entries.Select(entry => JsonSerializer.Deserialize(entry.Json, AuditJson.Default.AuditRecord)!)], cancel);
}
