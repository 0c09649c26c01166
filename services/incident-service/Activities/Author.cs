namespace SreCopilot.IncidentService.Activities;

/// <summary>Who did something. Taken from the internal token, never from what a client typed.</summary>
/// <param name="Id">The user; null for the platform itself.</param>
/// <param name="Name">For display.</param>
/// <param name="Email">Empty for the platform itself.</param>
internal sealed record Author(Guid? Id, string Name, string Email)
{
    public static Author System { get; } = new(null, "System", "");
}
