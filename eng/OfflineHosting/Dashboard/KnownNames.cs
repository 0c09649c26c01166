namespace Aspire.Hosting.Dashboard;

/// <summary>Names that the host itself gives to resources.</summary>
internal static class KnownNames
{
    public const string Dashboard = "aspire-dashboard";
}
