using System.Text.Json;
using SreCopilot.Otlp;

namespace SreCopilot.ApiGateway.Proxying;

/// <summary>
/// On the routes of OTLP every error is a <c>google.rpc.Status</c> in the encoding of the request, whoever made it: its
/// clients read nothing else. Answers there are small, so each is held back until it is complete.
/// </summary>
internal sealed class OtlpErrors(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ProxyRoute>() is not { IsOtlp: true })
        {
            await next(context);
            return;
        }

        var client = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = client;
        }

        var body = answer.GetBuffer().AsMemory(0, (int)answer.Length);
        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest && FindDetail(body) is { } detail)
        {
            await OtlpAnswer.WriteErrorAsync(context, OtlpAnswer.FindEncoding(context.Request) ?? OtlpEncoding.Json, context.Response.StatusCode, detail);
        }
        else
        {
            await client.WriteAsync(body, context.RequestAborted);
        }
    }

    // Ours have "detail", those of the rate limiter "message" as well; a Status in JSON has "code".
    private static string? FindDetail(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
