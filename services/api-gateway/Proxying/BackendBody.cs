using System.Buffers;
using System.Text;
using System.Text.Json;
using SreCopilot.Identity;

namespace SreCopilot.ApiGateway.Proxying;

/// <summary>
/// The client's JSON object with the caller's project and tenant in it. Fields by which a client could claim to be somebody
/// else are removed at the top level, however they are written; all other bytes stay as they are.
/// </summary>
internal static class BackendBody
{
    // Without regard to case, because JSON readers of services do not regard it either.
    private static readonly HashSet<string> Claims = new(StringComparer.OrdinalIgnoreCase)
    {
        "project_id", "tenant_id", "user_id", "user_name", "user_email", "created_by", "author", "author_id", "author_name", "author_email",
    };

    /// <returns>The new body; null when the client's is not one JSON object.</returns>
    public static byte[]? TryWrite(ReadOnlySpan<byte> clientBody, Caller caller)
    {
        try
        {
            return Write(clientBody, caller);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name that is not valid UTF-8 or UTF-16.
            return null;
        }
    }

    private static byte[]? Write(ReadOnlySpan<byte> clientBody, Caller caller)
    {
        var output = new ArrayBufferWriter<byte>(clientBody.Length + 128);
        output.Write(Encoding.UTF8.GetBytes($$"""{"project_id":"{{caller.ProjectId}}","tenant_id":"{{caller.TenantId}}" """.TrimEnd()));

        var json = new Utf8JsonReader(clientBody);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)json.TokenStartIndex;
            var isClaim = Claims.Contains(json.GetString()!);
            json.Read();
            json.Skip();
            if (!isClaim)
            {
                output.Write(","u8);
                output.Write(clientBody[start..(int)json.BytesConsumed]);
            }
        }

        // Something behind the object throws here.
        json.Read();
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }
}
