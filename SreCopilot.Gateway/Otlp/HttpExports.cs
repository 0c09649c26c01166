namespace SreCopilot.Gateway.Otlp;

/// <summary><c>POST /v1/traces</c>, <c>/v1/metrics</c>, <c>/v1/logs</c>: what an exporter appends to the address that it is given.</summary>
internal static class HttpExports
{
    private const string Protobuf = "application/x-protobuf";

    public static void MapHttpExports(this IEndpointRouteBuilder routes)
    {
        foreach (var signal in OtlpExport.Signals)
        {
            routes.MapPost($"/v1/{signal}", context => HandleAsync(context, signal));
        }
    }

    // Errors that do not come from behind api-gateway are in our own words; an exporter reads only its own protocol's.
    private static async Task HandleAsync(HttpContext context, string signal)
    {
        var body = await OtlpExport.ForwardAsync(context, signal);
        var detail = body.Length == 0 ? "The request failed." : RpcStatus.FindDetail(body.Span);
        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest && detail is not null)
        {
            var isProtobuf = context.Request.ContentType?.StartsWith(Protobuf, StringComparison.OrdinalIgnoreCase) == true;
            var status = RpcStatus.OfHttp(context.Response.StatusCode, detail);
            context.Response.ContentType = isProtobuf ? Protobuf : "application/json";
            body = isProtobuf ? status.ToProtobuf() : status.ToJson();
        }

        if (body.Length > 0)
        {
            context.Response.ContentLength = body.Length;
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
