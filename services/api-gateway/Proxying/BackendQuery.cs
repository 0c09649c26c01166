using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace SreCopilot.ApiGateway.Proxying;

/// <summary>The client's query with the caller's project in it and nobody else's.</summary>
internal static class BackendQuery
{
    private const string ProjectId = "project_id";

    public static string WithProject(string? clientQuery, Guid projectId)
    {
        var query = new StringBuilder("?").Append(ProjectId).Append('=').Append(projectId);
        foreach (var pair in new QueryStringEnumerable(clientQuery))
        {
            var name = pair.DecodeName().Span;
            if (!IsScope(name))
            {
                // As the client wrote it: what it means is the service's business.
                query.Append('&').Append(pair.EncodedName.Span).Append('=').Append(pair.EncodedValue.Span);
            }
        }

        return query.ToString();
    }

    private static bool IsScope(ReadOnlySpan<char> name) =>
        name.Equals(ProjectId, StringComparison.OrdinalIgnoreCase) || name.Equals("tenant_id", StringComparison.OrdinalIgnoreCase);
}
