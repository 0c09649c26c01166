using System.Text;

namespace SreCopilot.ApiGateway.Proxying;

/// <summary>Fills the values of a public path into the path at the backend, each as exactly one path segment.</summary>
internal sealed class BackendPath(string template)
{
    // "/projects/{id}/members" -> "/projects/", "id", "/members": every second piece is a name.
    private readonly string[] _pieces = template.Split('{', '}');

    /// <summary>The path; null when a value is missing or would not stay one segment.</summary>
    public string? Expand(RouteValueDictionary values)
    {
        if (_pieces.Length == 1)
        {
            return template;
        }

        var path = new StringBuilder();
        for (var i = 0; i < _pieces.Length; i++)
        {
            if (i % 2 == 0)
            {
                path.Append(_pieces[i]);
            }
            else if (values[_pieces[i]] is string { Length: > 0 } value && IsOneSegment(value))
            {
                path.Append(Uri.EscapeDataString(value));
            }
            else
            {
                return null;
            }
        }

        return path.ToString();
    }

    // Kestrel decodes a path once and leaves only %2F alone; what still looks encoded or like a path was meant to smuggle one.
    private static bool IsOneSegment(string value) =>
        value is not ("." or "..") && !value.AsSpan().ContainsAny("/\\\0") && !value.Contains("%2F", StringComparison.OrdinalIgnoreCase);
}
