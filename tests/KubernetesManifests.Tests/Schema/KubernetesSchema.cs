using System.Text.Json;
using NJsonSchema;
using NJsonSchema.Validation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace SreCopilot.KubernetesManifests.Tests.Schema;

/// <summary>The objects of Kubernetes 1.34, strictly: a field that it does not know is a mistake.</summary>
internal sealed class KubernetesSchema
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
    private static readonly ISerializer Json = new SerializerBuilder().JsonCompatible().Build();

    private readonly Dictionary<string, string> _models;
    private readonly JsonSchema _schema;

    private KubernetesSchema(Dictionary<string, string> models, JsonSchema schema) => (_models, _schema) = (models, schema);

    public static async Task<KubernetesSchema> LoadAsync()
    {
        using var stream = typeof(KubernetesSchema).Assembly.GetManifestResourceStream("kubernetes.schema.json")!;
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync();
        using var document = JsonDocument.Parse(text);
        return new(document.RootElement.GetProperty("kinds").Deserialize<Dictionary<string, string>>()!, await JsonSchema.FromJsonAsync(text));
    }

    /// <summary>What is wrong with the objects of a YAML stream, one line per mistake.</summary>
    public IReadOnlyList<string> Validate(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        parser.Consume<StreamStart>();
        var mistakes = new List<string>();
        while (parser.Accept<DocumentStart>(out _))
        {
            mistakes.AddRange(ValidateObject(Json.Serialize(Yaml.Deserialize(parser))));
        }

        return mistakes;
    }

    private IEnumerable<string> ValidateObject(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var kind = $"{root.GetProperty("apiVersion").GetString()}/{root.GetProperty("kind").GetString()}";
        var name = root.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("name", out var text) ? text.GetString() : "?";
        return _models.TryGetValue(kind, out var model)
            ? _schema.Definitions[model].Validate(json).SelectMany(Innermost).Select(error => $"{kind} {name}: {error.Path} {error.Kind}")
            : [$"{kind} {name}: not among the kinds of Schema/extract.mjs"];
    }

    private static IEnumerable<ValidationError> Innermost(ValidationError error) =>
        error is ChildSchemaValidationError parent ? parent.Errors.Values.SelectMany(errors => errors).SelectMany(Innermost) : [error];
}
