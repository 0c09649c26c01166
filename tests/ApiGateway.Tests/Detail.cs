using System.Net.Http.Json;
using System.Text.Json;

namespace SreCopilot.ApiGateway.Tests;

internal static class Detail
{
    /// <summary>The sentence that every error body has; OTLP calls it message.</summary>
    public static async Task<string> OfAsync(HttpResponseMessage response)
    {
        var body = await ReadAsync(response);
        return (body.TryGetProperty("detail", out var detail) ? detail : body.GetProperty("message")).GetString() ?? "";
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
