using System.Text.Json;

namespace SreCopilot.SecurityService.Scans.Formats;

/// <summary>The components of a CycloneDX document and what they need.</summary>
internal sealed class BillOfMaterials
{
    private readonly Dictionary<string, Component> _byRef = [];

    public BillOfMaterials(JsonSlice document, JsonElement root)
    {
        var dependencies = ReadDependencies(document);
        var rootRef = JsonText.Line(root.Text("bom-ref"), Finding.LineLength);
        // Who is not named by the root, although it names some, came with another one.
        var direct = dependencies.GetValueOrDefault(rootRef)?.ToHashSet();
        Read(document.Field("components"), dependencies, direct);
        Components = [.. _byRef.Values];
        if (rootRef.Length > 0 && Create(root, dependencies, direct) is { } itself)
        {
            // What affects the root affects the service; it is not one of its own parts.
            _byRef.TryAdd(rootRef, itself);
        }
    }

    public List<Component> Components { get; }

    /// <summary>What a vulnerability names: a ref of this document, a BOM link to another one
    /// (<c>urn:cdx:SERIAL/VERSION#REF</c>), or a package URL.</summary>
    public Component? Resolve(string? reference)
    {
        if (string.IsNullOrWhiteSpace(reference))
        {
            return null;
        }

        var plain = reference.StartsWith("urn:cdx:", StringComparison.Ordinal) && reference.IndexOf('#', StringComparison.Ordinal) is > 0 and var mark
            ? Uri.UnescapeDataString(reference[(mark + 1)..])
            : reference;
        plain = JsonText.Line(plain, Finding.LineLength);
        return _byRef.GetValueOrDefault(plain) ?? (PackageUrl.Parse(plain) is { } package ? new Component(plain, package.Name, package.Version, plain, null, []) : null);
    }

    private static Dictionary<string, string[]> ReadDependencies(JsonSlice document)
    {
        var dependencies = new Dictionary<string, string[]>();
        foreach (var slice in document.Field("dependencies").Items(CycloneDxFormat.MostComponents))
        {
            var entry = slice.Parse();
            dependencies[JsonText.Line(entry.Text("ref"), Finding.LineLength)] =
                [.. entry.Field("dependsOn").Items().Select(on => JsonText.Line(JsonText.Of(on), Finding.LineLength)).Where(on => on.Length > 0).Distinct()];
        }

        return dependencies;
    }

    private void Read(JsonSlice list, Dictionary<string, string[]> dependencies, HashSet<string>? direct)
    {
        foreach (var slice in list.Items(CycloneDxFormat.MostComponents - _byRef.Count))
        {
            if (_byRef.Count <= CycloneDxFormat.MostComponents && Create(slice.Parse(mostBytes: 1024 * 1024), dependencies, direct) is { } component)
            {
                _byRef.TryAdd(component.Ref, component);
            }

            Read(slice.Field("components"), dependencies, direct);
        }
    }

    private static Component? Create(JsonElement item, Dictionary<string, string[]> dependencies, HashSet<string>? direct)
    {
        var (group, name) = (item.Text("group"), item.Text("name"));
        var purl = JsonText.Line(item.Text("purl"), Finding.LineLength);
        var full = JsonText.Line(PackageUrl.Parse(purl)?.Name ?? (string.IsNullOrEmpty(group) ? name : $"{group}/{name}"), Finding.PackageLength);
        if (full.Length == 0)
        {
            return null;
        }

        var version = JsonText.Line(item.Text("version"), Finding.VersionLength);
        var reference = JsonText.Line(JsonText.First(item.Text("bom-ref"), purl, $"{full}@{version}"), Finding.LineLength);
        return new Component(reference, full, version, purl.Length > 0 ? purl : null, direct?.Contains(reference), dependencies.GetValueOrDefault(reference, []));
    }
}
