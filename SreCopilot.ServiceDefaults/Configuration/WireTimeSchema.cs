using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SreCopilot.ServiceDefaults.Configuration;

/// <summary>Says in the OpenAPI document that times are strings, which cannot be seen from <see cref="WireTime"/>.</summary>
internal sealed class WireTimeSchema : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String;
        }
        else if (context.JsonTypeInfo.Type == typeof(DateTimeOffset?))
        {
            schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
        }

        return Task.CompletedTask;
    }
}
