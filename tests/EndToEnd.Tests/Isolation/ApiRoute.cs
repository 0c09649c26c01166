using System.Net.Http.Json;
using System.Text.Json;

namespace SreCopilot.EndToEnd.Tests.Isolation;

/// <summary>One operation of the public API, as api-gateway's own description lists it: a new route is attacked without anybody thinking of it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Access">What the caller must present: <c>user</c>, <c>role:engineer</c>, <c>scope:ingest:logs</c>, <c>webhook</c>...; null for public pages.</param>
public sealed record ApiRoute(HttpMethod Method, string Path, string? Access)
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    public bool IsForUsers => Access == "user" || Access?.StartsWith("role:", StringComparison.Ordinal) == true;

    public bool IsForApiKeys => Access?.StartsWith("scope:", StringComparison.Ordinal) == true;

    public bool ChangesSomething => Method != HttpMethod.Get;

    /// <summary>One's own account and session, and a new project of one's own: any signed-in user may.</summary>
    public bool IsForOnesOwn => Path.StartsWith("/api/v1/auth/", StringComparison.Ordinal) || Path == "/api/v1/projects";

    public override string ToString() => $"{Method} {Path}";

    public static async Task<IReadOnlyList<ApiRoute>> ReadAllAsync(HttpClient apiGateway, CancellationToken cancellationToken)
    {
        var description = await apiGateway.GetFromJsonAsync<JsonElement>("/openapi/v1.json", cancellationToken);
        return
        [
            .. from path in description.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where Methods.Contains(operation.Name)
               select new ApiRoute(
                   HttpMethod.Parse(operation.Name),
                   path.Name,
                   operation.Value.TryGetProperty("x-access", out var access) ? access.GetString() : null),
        ];
    }
}
