namespace SreCopilot.AuthService.Projects;

internal static class ProjectEndpoints
{
    public static void MapProjects(this IEndpointRouteBuilder routes)
    {
        routes.MapProjectList();
        routes.MapProjectCreation();
        routes.MapProjectChanges();
        routes.MapMemberList();
        routes.MapMemberChanges();
    }
}
