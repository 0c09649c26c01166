using System.Text.Json;

namespace SreCopilot.MetricsCollectorService.Tests;

internal static class Reading
{
    public static double Double(this Answer answer, string field) => answer.Body.GetProperty(field).GetDouble();

    /// <summary>Of a list: one field of every item, separated by commas.</summary>
    public static string Joined(this Answer answer, string field) => string.Join(',', answer.Each(field));

    /// <summary>Some fields of an object, separated by spaces.</summary>
    public static string Show(this JsonElement item, params ReadOnlySpan<string> fields)
    {
        var texts = new List<string>();
        foreach (var field in fields)
        {
            texts.Add(item.GetProperty(field).ToString());
        }

        return string.Join(' ', texts);
    }
}
