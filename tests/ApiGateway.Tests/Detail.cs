using System.Net.Http.Json;
using System.Text.Json;

namespace SreCopilot.ApiGateway.Tests;

internal static class Detail
{
    /// <summary>The sentence that every error body has.</summary>
    public static async Task<string> OfAsync(HttpResponseMessage response) =>
        (await ReadAsync(response)).GetProperty("detail").GetString() ?? "";

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
