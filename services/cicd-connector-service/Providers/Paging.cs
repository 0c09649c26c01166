using System.Globalization;

namespace SreCopilot.CicdConnectorService.Providers;

/// <summary>
/// Where a list goes on. Only a number or a token is taken from what the other system says, never an address: the next call goes
/// to the address of the connection, with its credentials.
/// </summary>
internal static class Paging
{
    /// <summary>The page that a cursor names; 1 without one or when it is none of ours.</summary>
    public static int PageOf(string? cursor) => int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 100_000 ? page : 1;

    /// <summary>Of <c>Link: &lt;https://api.github.com/user/repos?page=2&gt;; rel="next", &lt;...page=5&gt;; rel="last"</c>.</summary>
    public static string? NextOfLink(string? header, int page) =>
        header?.Split(',').Any(link => link.Contains("rel=\"next\"", StringComparison.Ordinal)) == true ? Text(page + 1) : null;

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Names of several pieces, such as <c>acme/web</c>, each escaped.</summary>
    public static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Whether a name consists of whole pieces and nothing that leads elsewhere.</summary>
    public static bool IsPath(string path) => path.Length is > 0 and <= 255 && path.Split('/').All(piece => piece is not ("" or "." or "..") && !piece.Contains('\\'));
}
