using System.Text.Json;
using System.Text.Json.Nodes;
using SreCopilot.Connectors;
using SreCopilot.Secrets;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.CloudConnectorService.Providers;

/// <summary>
/// What a user typed to prove who may ask the cloud: fields by the name that this service gives them. Stored encrypted as a whole; no
/// answer contains it.
/// </summary>
internal sealed record CloudCredentials(IReadOnlyDictionary<string, string> Fields)
{
    private const int Longest = 16 * 1024;

    // What each provider needs, and under which names the pages, tools and key files send it.
    private static readonly Dictionary<string, (string Name, string[] Aliases)[]> Known = new()
    {
        ["aws"] =
        [
            ("access_key_id", ["access_key_id", "accessKeyId"]), ("secret_access_key", ["secret_access_key", "secretAccessKey"]),
            ("session_token", ["session_token", "sessionToken"]), ("region", ["region"]),
        ],
        ["azure"] =
        [
            ("tenant_id", ["tenant_id", "tenantId"]), ("client_id", ["client_id", "clientId"]), ("client_secret", ["client_secret", "clientSecret"]),
            ("subscription_id", ["subscription_id", "subscriptionId"]),
        ],
        ["gcp"] = [("client_email", ["client_email"]), ("private_key", ["private_key"]), ("private_key_id", ["private_key_id"]), ("project_id", ["project_id"])],
    };

    public string this[string name] => Fields.GetValueOrDefault(name) ?? "";

    /// <summary>Never the values.</summary>
    public override string ToString() => nameof(CloudCredentials);

    /// <summary>Reads what was sent; what is empty or masked keeps its stored value.</summary>
    public static CloudCredentials Of(string provider, JsonObject sent, CloudCredentials? stored)
    {
        var given = provider == "gcp" ? Unwrap(sent) : sent;
        var fields = new Dictionary<string, string>();
        foreach (var (name, aliases) in Known[provider])
        {
            var value = aliases.Select(alias => ConfigReader.Text(given[alias])).FirstOrDefault(text => text is not null);
            var kept = SecretMask.MeansUnchanged(value) ? stored?[name] : value;
            if (!string.IsNullOrEmpty(kept))
            {
                fields[name] = kept;
            }
        }

        return new CloudCredentials(fields);
    }

    public IEnumerable<string> FindMistakes() =>
        Fields.Where(field => field.Key == "private_key" ? !Text.IsProse(field.Value, Longest) : !Text.IsLine(field.Value, Longest) || !field.Value.All(char.IsAscii))
            .Select(field => $"credentials: {field.Key} must be {(field.Key == "private_key" ? "text" : "one line")} of at most {Longest} characters");

    // The key file itself, or as "credentials" or "service_account", also as text. Never a path: text that is no JSON is no key.
    private static JsonObject Unwrap(JsonObject sent)
    {
        foreach (var name in new[] { "credentials", "service_account", "serviceAccount", "service_account_json" })
        {
            if (sent[name] is JsonObject inner)
            {
                return inner;
            }

            if (ConfigReader.Text(sent[name]) is { } text && Parse(text) is { } parsed)
            {
                return parsed;
            }
        }

        return sent;
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return ConfigObject.Read(document.RootElement, Longest * 2);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
