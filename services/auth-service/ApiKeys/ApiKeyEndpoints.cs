namespace SreCopilot.AuthService.ApiKeys;

internal static class ApiKeyEndpoints
{
    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapApiKeyList();
        routes.MapApiKeyChanges();
        routes.MapApiKeyVerification();
    }
}
