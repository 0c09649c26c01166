using System.Text.Json;
using System.Text.RegularExpressions;

namespace SreCopilot.OfflineGenerate.Manifest;

/// <summary>Replaces <c>{resource.property}</c> by what it stands for in the cluster, following references through any number of resources.</summary>
internal sealed partial class PlaceholderResolver(AspireManifest manifest, ParameterValues parameters, TextWriter warnings)
{
    /// <summary>The properties that only a reference has: text of this shape that names no resource is a mistake, any other is text.</summary>
    private static readonly HashSet<string> ReferenceProperties = ["bindings", "connectionString", "inputs", "value"];

    private readonly List<string> _path = [];

    /// <param name="text">A value of the manifest.</param>
    /// <param name="place">Where it stands, for messages.</param>
    public string Resolve(string text, string place) =>
        Placeholder().Replace(text, match => ResolveReference(match.Groups[1].Value, place) ?? match.Value);

    /// <summary>Says which references a text holds, without replacing them.</summary>
    public IEnumerable<string> References(string text) =>
        Placeholder().Matches(text).Select(match => match.Groups[1].Value).Where(reference => manifest.Resources.ContainsKey(reference.Split('.')[0]));

    private string? ResolveReference(string reference, string place)
    {
        var parts = reference.Split('.');
        if (parts.Length < 2)
        {
            return null;
        }

        if (!manifest.Resources.TryGetValue(parts[0], out var resource))
        {
            return ReferenceProperties.Contains(parts[1])
                ? throw new GenerateException($"{place} refers to '{{{reference}}}', but the manifest has no resource '{parts[0]}'.")
                : null;
        }

        if (resource.Kind() == ResourceKind.Ignored)
        {
            return LeaveLiteral(resource, reference, place);
        }

        if (parts[1] == "bindings")
        {
            return ResolveBinding(resource, parts, reference, place);
        }

        if (resource is { Type: "parameter.v0", Inputs.Count: > 0 } && parts[1] is "value" or "inputs")
        {
            return parameters[resource.Name];
        }

        return Follow(resource, parts, reference, place);
    }

    private string? LeaveLiteral(Resource resource, string reference, string place)
    {
        if (resource.Type == "executable.v0")
        {
            throw new GenerateException($"{place} refers to '{{{reference}}}', but the executable '{resource.Name}' does not run in the cluster.");
        }

        warnings.WriteLine($"warning: {place} keeps '{{{reference}}}' as it is: aspirate does not resolve {resource.Type}. Overwrite it in an overlay if it is used.");
        return null;
    }

    private static string ResolveBinding(Resource resource, string[] parts, string reference, string place)
    {
        if (parts.Length != 4 || !resource.Bindings.TryGetValue(parts[2], out var binding))
        {
            throw new GenerateException($"{place} refers to '{{{reference}}}', but '{resource.Name}' has no such endpoint.");
        }

        return BindingReference.Resolve(resource.Name, parts[2], binding, parts[3])
            ?? throw new GenerateException($"{place} refers to '{{{reference}}}': '{parts[3]}' is not a property of an endpoint.");
    }

    private string Follow(Resource resource, string[] parts, string reference, string place)
    {
        var value = resource.Json;
        foreach (var part in parts.Skip(1))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(part, out value))
            {
                throw new GenerateException($"{place} refers to '{{{reference}}}', but '{resource.Name}' has no '{part}'.");
            }
        }

        if (_path.Contains(reference))
        {
            throw new GenerateException($"{place} refers to itself: {string.Join(" -> ", [.. _path.SkipWhile(step => step != reference), reference])}.");
        }

        _path.Add(reference);
        var resolved = Resolve(value.ToString(), place);
        _path.RemoveAt(_path.Count - 1);
        return resolved;
    }

    [GeneratedRegex(@"\{([\w.-]+)\}")]
    private static partial Regex Placeholder();
}
