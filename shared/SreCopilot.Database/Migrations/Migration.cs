using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SreCopilot.Database;

/// <summary>One step of a schema: <c>Migrations/0001_name.sql</c>.</summary>
internal sealed partial record Migration(int Version, string Name, string Sql)
{
    /// <summary>What the step said when it was applied; line ends do not count.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    public static Migration[] FromAssembly(Assembly assembly)
    {
        var steps = assembly.GetManifestResourceNames()
            .Select(resource => (Resource: resource, Match: FileName().Match(resource)))
            .Where(found => found.Match.Success)
            .Select(found => new Migration(
                int.Parse(found.Match.Groups["version"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
                found.Match.Groups["name"].Value,
                Read(assembly, found.Resource)))
            .OrderBy(step => step.Version)
            .ToArray();

        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Version != i + 1)
            {
                throw new InvalidOperationException($"The migrations of {assembly.GetName().Name} must be numbered 0001, 0002, ... without gaps or doubles; found {steps[i].Version:0000} in place {i + 1}.");
            }
        }

        return steps;
    }

    public static string Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"The resource {resource} is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"(^|[./\\])Migrations[./\\](?<version>\d{4})_(?<name>[a-z0-9_]+)\.sql$")]
    private static partial Regex FileName();
}
