namespace SreCopilot.SecurityService.Scans.Formats;

/// <summary>Names of container images.</summary>
internal static class ImageName
{
    /// <summary>The name that stays when the image is built again: <c>host:5000/shop/web:1.4</c> and <c>host:5000/shop/web@sha256:...</c>
    /// become <c>host:5000/shop/web</c>; a folder stays what it is.</summary>
    public static string WithoutTag(string name)
    {
        var digest = name.IndexOf('@', StringComparison.Ordinal);
        var plain = digest > 0 ? name[..digest] : name;
        var tag = plain.LastIndexOf(':');
        return tag > plain.LastIndexOf('/') && tag > 0 ? plain[..tag] : plain;
    }
}
