using System.Text;
using System.Text.Json;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>Bodies as senders sign them, byte by byte, and what the answers say.</summary>
internal static class Webhook
{
    public static byte[] Json(object body) => body as byte[] ?? Encoding.UTF8.GetBytes(body as string ?? JsonSerializer.Serialize(body));

    public static Task<Answer> SendAsync(this Person person, HttpMethod method, string path, byte[]? body, params IEnumerable<(string Name, string Value)> headers) =>
        person.SendContentAsync(method, path, body is null ? null : new ByteArrayContent(body), headers);

    extension(Answer answer)
    {
        /// <summary>What a webhook's answer says about each alert.</summary>
        public List<string?> Outcomes => answer.Each("results", "outcome");

        public List<Guid> Incidents => [.. answer["incident_ids"].EnumerateArray().Select(id => id.GetGuid())];
    }
}
