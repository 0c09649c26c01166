namespace SreCopilot.Events;

/// <summary>An event as Redis keeps it.</summary>
/// <param name="Id">Grows within a project; the same event always has the same.</param>
/// <param name="Channel">One of <see cref="EventChannels"/>.</param>
/// <param name="ProjectId">Whose it is.</param>
/// <param name="Envelope">The JSON that clients get.</param>
public sealed record LoggedEvent(long Id, string Channel, Guid ProjectId, string Envelope);
