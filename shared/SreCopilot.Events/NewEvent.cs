namespace SreCopilot.Events;

/// <summary>An event that happened, without its payload.</summary>
/// <param name="Channel">One of <see cref="EventChannels"/>.</param>
/// <param name="Type">For example <c>incident.created</c>.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="ProjectId">Only people who work in this project get it.</param>
public sealed record NewEvent(string Channel, string Type, Guid TenantId, Guid ProjectId);
