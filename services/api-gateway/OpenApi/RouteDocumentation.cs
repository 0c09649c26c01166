using Microsoft.OpenApi;
using SreCopilot.ApiGateway.Callers;
using SreCopilot.ApiGateway.Proxying;

namespace SreCopilot.ApiGateway.OpenApi;

/// <summary>Puts the route table into the API description, and says on every operation who may call it.</summary>
internal static class RouteDocumentation
{
    private const string Json = "application/json";

    // For programs that read the description, such as tests: the credential, and the role or scope.
    private const string AccessExtension = "x-access";

    private static readonly (string Status, string Description)[] Errors =
    [
        ("400", "Bad Request"), ("401", "Unauthorized"), ("403", "Forbidden"), ("404", "Not Found"), ("413", "Payload Too Large"),
        ("429", "Too Many Requests"), ("502", "Bad Gateway"), ("503", "Service Unavailable"), ("504", "Gateway Timeout"),
    ];

    public static void AddRouteDocumentation(this WebApplicationBuilder builder) => builder.Services.AddOpenApi(options =>
    {
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Access>().FirstOrDefault() is { } access)
            {
                Describe(operation, access);
            }

            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            foreach (var path in RouteTable.All.GroupBy(route => route.PublicPath))
            {
                document.Paths.Add(path.Key, new OpenApiPathItem
                {
                    Operations = path.ToDictionary(route => HttpMethod.Parse(route.Method), route => Document(route, document)),
                });
            }

            return Task.CompletedTask;
        });
    });

    private static OpenApiOperation Document(ProxyRoute route, OpenApiDocument document)
    {
        var operation = new OpenApiOperation
        {
            Summary = $"Answered by {route.Backend.Name}: {route.Method} {route.BackendPath}",
            Tags = new HashSet<OpenApiTagReference> { new(route.Backend.Name, document) },
            Parameters = [.. route.PublicPath.Split('{').Skip(1).Select(piece => (IOpenApiParameter)new OpenApiParameter
            {
                Name = piece[..piece.IndexOf('}')],
                In = ParameterLocation.Path,
                Required = true,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            })],
            Responses = new OpenApiResponses { ["200"] = new OpenApiResponse { Description = "OK" } },
        };
        foreach (var (status, description) in Errors)
        {
            operation.Responses[status] = new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType> { [Json] = new() { Schema = new OpenApiSchemaReference("ErrorBody", document) } },
            };
        }

        if (route.Method is "POST" or "PUT" or "PATCH")
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Content = new Dictionary<string, OpenApiMediaType> { [Json] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } } },
            };
        }

        Describe(operation, route.Access);
        return operation;
    }

    private static void Describe(OpenApiOperation operation, Access access)
    {
        operation.Description = access.Describe();
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions[AccessExtension] = new JsonNodeExtension(access.Key());
    }

    private static string Key(this Access access) => access.Credential switch
    {
        Credential.AccessToken => access.Role is { } role ? $"role:{role.ToString().ToLowerInvariant()}" : "user",
        Credential.ApiKey => $"scope:{access.Scope}",
        Credential.RefreshCookie => "refresh_cookie",
        Credential.Webhook => "webhook",
        _ => "anyone",
    };
}
