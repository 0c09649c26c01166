namespace SreCopilot.SecurityService.Scans.Formats;

/// <summary>Addresses that a page may link to.</summary>
internal static class WebAddress
{
    /// <summary>The address when it is of the web; null for <c>javascript:</c> and everything else.</summary>
    public static string? Of(string? text) =>
        text is { Length: <= Finding.LineLength } && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address.AbsoluteUri is { Length: <= Finding.LineLength } plain ? plain : null
            : null;
}
