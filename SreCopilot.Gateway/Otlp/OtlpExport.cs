using SreCopilot.Gateway.Backends;

namespace SreCopilot.Gateway.Otlp;

/// <summary>Hands what an exporter sends to api-gateway. The answer, which is small, is held back until it is complete, so that it can be put into other words.</summary>
internal static class OtlpExport
{
    /// <summary>The signals, by the last part of their path in OTLP/HTTP.</summary>
    public static readonly IReadOnlyList<string> Signals = ["traces", "metrics", "logs"];

    private static readonly Dictionary<string, ClientTransformer> Transformers =
        Signals.ToDictionary(signal => signal, signal => new ClientTransformer($"/api/v1/otlp/v1/{signal}"));

    /// <returns>The body of the answer; status and headers are in the response, which has not begun.</returns>
    public static async Task<ReadOnlyMemory<byte>> ForwardAsync(HttpContext context, string signal)
    {
        var client = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await BackendEndpoints.ToApiGatewayAsync(context, Transformers[signal]);
        }
        finally
        {
            context.Response.Body = client;
        }

        return answer.GetBuffer().AsMemory(0, (int)answer.Length);
    }
}
