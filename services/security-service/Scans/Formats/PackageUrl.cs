namespace SreCopilot.SecurityService.Scans.Formats;

/// <summary>Package URLs: <c>pkg:npm/%40babel/core@7.1.0?arch=x#sub</c>.</summary>
internal static class PackageUrl
{
    /// <summary>The package as scanners of its kind call it (<c>@babel/core</c>, <c>org.apache:log4j</c>) and its version; null when the
    /// text is none.</summary>
    public static (string Name, string Version)? Parse(string? text)
    {
        if (text is null || !text.StartsWith("pkg:", StringComparison.Ordinal))
        {
            return null;
        }

        var plain = text[4..].Split('?', '#')[0].Trim('/');
        var slash = plain.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0)
        {
            return null;
        }

        var (kind, rest) = (plain[..slash], plain[(slash + 1)..]);
        var at = rest.LastIndexOf('@');
        var (path, version) = at > 0 ? (rest[..at], rest[(at + 1)..]) : (rest, "");
        var pieces = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        // Of a package of an operating system the first piece is the distribution.
        var name = kind is "deb" or "rpm" or "apk" ? pieces.LastOrDefault() : string.Join(kind == "maven" ? ':' : '/', pieces);
        return string.IsNullOrWhiteSpace(name) ? null : (JsonText.Line(name, Finding.PackageLength), JsonText.Line(Uri.UnescapeDataString(version), Finding.VersionLength));
    }
}
