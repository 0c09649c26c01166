namespace SreCopilot.AuditService.Entries;

internal static class EntryEndpoints
{
    public static void MapEntries(this IEndpointRouteBuilder routes)
    {
        routes.MapEntryList();
        routes.MapStatistics();
        routes.MapUserActivity();
        routes.MapResourceHistory();
    }
}
