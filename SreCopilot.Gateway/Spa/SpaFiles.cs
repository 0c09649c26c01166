using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Options;

namespace SreCopilot.Gateway.Spa;

/// <summary>
/// All files of the user interface, listed once. A request is answered from this list only, so that no path a client sends
/// ever reaches the file system.
/// </summary>
internal sealed class SpaFiles(IOptions<SpaOptions> options)
{
    private const string IndexPath = "/index.html";

    private static readonly (string? Encoding, string Suffix)[] Encodings = [("br", ".br"), ("gzip", ".gz"), (null, "")];
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    private readonly Lock _gate = new();
    private Listing? _listing;

    /// <summary>The list; null while the user interface is not built.</summary>
    public Listing? Find()
    {
        if (_listing is not null && !options.Value.Reload)
        {
            return _listing;
        }

        lock (_gate)
        {
            var stamp = Stamp();
            return _listing is { } listing && listing.Stamp == stamp ? listing : _listing = List(stamp);
        }
    }

    // Changes with every build: files are replaced, or added to a folder.
    private long Stamp() => File.GetLastWriteTimeUtc(Full("index.html")).Ticks
        ^ Directory.GetLastWriteTimeUtc(options.Value.Path).Ticks
        ^ Directory.GetLastWriteTimeUtc(Full("assets")).Ticks;

    private Listing? List(long stamp)
    {
        if (!File.Exists(Full("index.html")))
        {
            return null;
        }

        var files = Directory.EnumerateFiles(options.Value.Path, "*", SearchOption.AllDirectories)
            .Where(path => !IsVariant(path))
            .ToFrozenDictionary(
                path => "/" + Path.GetRelativePath(options.Value.Path, path).Replace('\\', '/'),
                Describe,
                StringComparer.Ordinal);
        return new Listing(files, files[IndexPath], stamp);
    }

    private SpaFile Describe(string path) => new(
        ContentTypes.TryGetContentType(path, out var type) ? WithCharset(type) : "application/octet-stream",
        // The bundler puts a hash of the content into the names of these.
        Path.GetRelativePath(options.Value.Path, path).Replace('\\', '/').StartsWith("assets/", StringComparison.Ordinal),
        [.. Encodings.Where(variant => File.Exists(path + variant.Suffix)).Select(variant => Representation.Read(variant.Encoding, path + variant.Suffix))]);

    private static string WithCharset(string type) => type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type;

    private static bool IsVariant(string path) =>
        Encodings.Any(variant => variant.Encoding is not null
            && path.EndsWith(variant.Suffix, StringComparison.Ordinal)
            && File.Exists(path[..^variant.Suffix.Length]));

    private string Full(string name) => Path.Combine(options.Value.Path, name);

    /// <param name="Files">By path, for example <c>/assets/index-4f2a.js</c>.</param>
    /// <param name="Index">The page that all addresses of the user interface start with.</param>
    /// <param name="Stamp">Tells one build from the next.</param>
    internal sealed record Listing(FrozenDictionary<string, SpaFile> Files, SpaFile Index, long Stamp);
}
