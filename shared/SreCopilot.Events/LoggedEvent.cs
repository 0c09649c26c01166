namespace SreCopilot.Events;

/// <summary>An event as Redis keeps it.</summary>
/// <param name="Id">Grows within a project; the same event always has the same.</param>
/// <param name="Channel">One of <see cref="EventChannels"/>.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="Envelope">The JSON that clients get.</param>
public sealed record LoggedEvent(long Id, string Channel, Guid TenantId, Guid ProjectId, string Envelope);
