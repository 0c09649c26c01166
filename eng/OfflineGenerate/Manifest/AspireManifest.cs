using System.Text.Json;
using System.Text.RegularExpressions;

namespace SreCopilot.OfflineGenerate.Manifest;

/// <summary>An Aspire manifest: its resources in the order in which they were written.</summary>
internal sealed partial class AspireManifest
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };

    private AspireManifest(string folder, OrderedDictionary<string, Resource> resources)
    {
        Folder = folder;
        Resources = resources;
    }

    /// <summary>The folder that paths in the manifest are relative to.</summary>
    public string Folder { get; }

    public OrderedDictionary<string, Resource> Resources { get; }

    public static AspireManifest Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return new AspireManifest(Path.GetDirectoryName(path)!, ReadResources(path, document.RootElement));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GenerateException($"There is no manifest at {path}. Write it with: dotnet run --project SreCopilot.AppHost -- --publisher manifest --output-path {path}", exception);
        }
        catch (JsonException exception)
        {
            throw new GenerateException($"{path} is not an Aspire manifest: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GenerateException($"The manifest cannot be read: {exception.Message}", exception);
        }
    }

    private static OrderedDictionary<string, Resource> ReadResources(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("resources", out var list) || list.ValueKind != JsonValueKind.Object)
        {
            throw new GenerateException($"{path} is not an Aspire manifest: it has no \"resources\" object.");
        }

        var resources = new OrderedDictionary<string, Resource>();
        foreach (var property in list.EnumerateObject())
        {
            resources.Add(property.Name, ReadResource(property.Name, property.Value));
        }

        return resources;
    }

    private static Resource ReadResource(string name, JsonElement json)
    {
        // The name becomes a folder that is emptied before it is written.
        if (!SafeName().IsMatch(name))
        {
            throw new GenerateException($"'{name}' is not a resource name: letters, digits and hyphens, beginning with a letter.");
        }

        try
        {
            var resource = json.Deserialize<Resource>(Options) ?? throw new JsonException("it is null.");
            return resource with { Name = name, Json = json.Clone() };
        }
        catch (JsonException exception)
        {
            throw new GenerateException($"The resource '{name}' is malformed: {exception.Message}", exception);
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9-]*$")]
    private static partial Regex SafeName();
}
