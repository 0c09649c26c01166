using System.Text.Json;

namespace SreCopilot.Tests;

/// <summary>What came back; <see cref="Body"/> only where it is JSON.</summary>
internal sealed record Answer(int Code, JsonElement Body, string Raw, string? EntityTag, bool HasRetryAfter, int? Total)
{
    public string Detail => Body.GetProperty("detail").GetString()!;

    public int Length => Body.GetArrayLength();

    public JsonElement this[string field] => Body.GetProperty(field);

    public JsonElement this[int place] => Body[place];

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson = text.Length > 0 && response.Content.Headers.ContentType?.MediaType is { } type && type.EndsWith("json", StringComparison.Ordinal) && !type.EndsWith("ndjson", StringComparison.Ordinal);
        return new Answer(
            (int)response.StatusCode, isJson ? JsonDocument.Parse(text).RootElement : default, text, response.Headers.ETag?.Tag, response.Headers.RetryAfter is not null,
            response.Headers.TryGetValues("X-Total-Count", out var total) ? int.Parse(total.Single(), null) : null);
    }

    public string? Text(string field) => Body.GetProperty(field).GetString();

    public int Number(string field) => Body.GetProperty(field).GetInt32();

    public Guid Id(string field = "id") => Body.GetProperty(field).GetGuid();

    /// <summary>Of a list: one field of every item.</summary>
    public List<string?> Each(string field) => Each(Body, field);

    /// <summary>Of a list in a field: one field of every item.</summary>
    public List<string?> Each(string list, string field) => Each(Body.GetProperty(list), field);

    public Answer Ok()
    {
        Assert.True(Code == 200, $"{Code} {Raw}");
        return this;
    }

    private static List<string?> Each(JsonElement list, string field) => [.. list.EnumerateArray().Select(item => item.GetProperty(field).ToString())];
}
