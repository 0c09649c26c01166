using System.Text.Json;

namespace SreCopilot.Tests;

/// <summary>An operation of a service's own OpenAPI document, so that new ones are tested without being mentioned.</summary>
internal sealed record Operation(string Name, HttpMethod Method, string Path, IReadOnlyList<string> PathParameters, IReadOnlyList<string> QueryParameters, IReadOnlyList<string>? BodyFields)
{
    public bool IsInternal => Path.StartsWith("/internal/", StringComparison.Ordinal);

    public static List<Operation> ReadAll(JsonElement document)
    {
        var schemas = document.GetProperty("components").GetProperty("schemas");
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new Operation(
                   operation.Value.GetProperty("operationId").GetString()!,
                   new HttpMethod(operation.Name.ToUpperInvariant()),
                   path.Name,
                   Parameters(operation.Value, "path"),
                   Parameters(operation.Value, "query"),
                   Body(operation.Value, schemas)),
        ];
    }

    /// <summary>The path with a value for every parameter.</summary>
    public string Fill(Func<string, string> value) =>
        PathParameters.Aggregate(Path, (path, name) => path.Replace($"{{{name}}}", value(name), StringComparison.Ordinal));

    private static List<string> Parameters(JsonElement operation, string place) => operation.TryGetProperty("parameters", out var parameters)
        ? [.. parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == place).Select(parameter => parameter.GetProperty("name").GetString()!)]
        : [];

    private static List<string>? Body(JsonElement operation, JsonElement schemas)
    {
        if (!operation.TryGetProperty("requestBody", out var body))
        {
            return null;
        }

        // A list has no fields of its own.
        if (!body.GetProperty("content").GetProperty("application/json").GetProperty("schema").TryGetProperty("$ref", out var schema))
        {
            return [];
        }

        var reference = schema.GetString()!;
        return [.. schemas.GetProperty(reference.Split('/')[^1]).GetProperty("properties").EnumerateObject().Select(field => field.Name)];
    }
}
