using System.Text.Json.Nodes;
using SreCopilot.Secrets;

namespace SreCopilot.ApiGateway.Settings;

/// <summary>
/// A stored secret goes only where it was meant to go: who may not see it may not send it to a server of their own either.
/// </summary>
internal static class Destination
{
    public const string Changed = "The address has changed. Enter the secrets again, so that they are not sent to another system unseen.";

    // Every name under which a test or a service reads where to connect.
    private static readonly string[] Fields = ["url", "base_url", "endpoint", "api_base", "host", "smtp_host", "port", "smtp_port"];

    /// <summary>Whether an edited configuration would take a stored secret to another address.</summary>
    /// <param name="sent">What a client sent, with masks or without secrets.</param>
    /// <param name="stored">The configuration with its secrets.</param>
    public static bool Leaks(JsonObject sent, JsonObject stored) =>
        Fields.Any(field => sent.Text(field) != stored.Text(field))
        && !JsonNode.DeepEquals(SecretMask.Merge(sent, stored), SecretMask.Merge(sent, []));
}
