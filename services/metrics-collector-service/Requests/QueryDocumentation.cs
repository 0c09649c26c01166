using Microsoft.OpenApi;

namespace SreCopilot.MetricsCollectorService.Requests;

/// <summary>Says in the OpenAPI document which query parameters an endpoint reads with <see cref="QueryReader"/>. None is required.</summary>
internal static class QueryDocumentation
{
    public const string TimeFrom = "time_from";
    public const string TimeTo = "time_to";
    public const string Window = "window";

    private static readonly Dictionary<string, string> Descriptions = new()
    {
        [TimeFrom] = "The first moment, ISO 8601 or seconds since 1970",
        [TimeTo] = "The moment after the last; default now",
        [Window] = "Instead of time_from: a length of time before time_to, for example 15m, 6h, 30d",
        ["limit"] = "The most entries of the answer",
        ["offset"] = "How many entries to leave out",
    };

    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, params string[] names) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            foreach (var name in names)
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Query,
                    Description = Descriptions.GetValueOrDefault(name),
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }

            return Task.CompletedTask;
        });

    /// <summary>A list that can be narrowed to a time and paged.</summary>
    public static RouteHandlerBuilder WithPages(this RouteHandlerBuilder endpoint, params string[] filters) =>
        endpoint.WithQuery([.. filters, TimeFrom, TimeTo, Window, "limit", "offset"]);

    /// <summary>Figures over a time.</summary>
    public static RouteHandlerBuilder WithTimeRange(this RouteHandlerBuilder endpoint, params string[] filters) => endpoint.WithQuery([.. filters, TimeFrom, TimeTo, Window]);
}
