namespace Aspire.Hosting;

/// <summary>The parts of an image reference such as <c>registry:5000/folder/image:tag@sha256:digest</c>.</summary>
internal sealed record ImageReference(string? Registry, string Image, string? Tag, string? Digest)
{
    public static ImageReference Parse(string reference)
    {
        ArgumentException.ThrowIfNullOrEmpty(reference);
        const string DigestSeparator = "@sha256:";
        var rest = reference;
        string? digest = null;
        string? tag = null;
        string? registry = null;

        if (rest.IndexOf(DigestSeparator, StringComparison.Ordinal) is >= 0 and var at)
        {
            digest = rest[(at + DigestSeparator.Length)..];
            rest = rest[..at];
        }

        if (rest.LastIndexOf(':') is var colon && colon > rest.LastIndexOf('/'))
        {
            tag = rest[(colon + 1)..];
            rest = rest[..colon];
        }

        // The first part is a host when it looks like one: this is also how container runtimes tell.
        if (rest.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && (rest[..slash] == "localhost" || rest[..slash].AsSpan().ContainsAny('.', ':')))
        {
            registry = rest[..slash];
            rest = rest[(slash + 1)..];
        }

        return rest.Length == 0
            ? throw new ArgumentException($"'{reference}' is not an image reference.", nameof(reference))
            : new ImageReference(registry, rest, tag, digest);
    }
}
