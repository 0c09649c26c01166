using SreCopilot.Identity;

namespace SreCopilot.SecurityService.Vulnerabilities;

internal static class People
{
    /// <summary>Whom a story names.</summary>
    public static string NameOf(Caller caller) => caller.Email ?? caller.UserId?.ToString() ?? "a service of the platform";
}
