using System.Text.Json;
using SreCopilot.Secrets;

namespace SreCopilot.SyntheticService.Monitors;

/// <summary>The headers of a monitor's requests. They hold credentials: stored encrypted, shown masked, put back when a mask returns.</summary>
internal sealed class MonitorHeaders(SecretProtector secrets)
{
    /// <summary>For storage.</summary>
    public string? Protect(Guid monitorId, IReadOnlyDictionary<string, string> headers) => headers.Count == 0
        ? null
        : secrets.Protect(JsonSerializer.Serialize(new Dictionary<string, string>(headers), SyntheticJson.Default.DictionaryStringString), Place(monitorId));

    /// <summary>With their secrets; null when they can no longer be decrypted.</summary>
    public Dictionary<string, string>? Read(SyntheticMonitor monitor) => monitor.HeadersEncrypted is null ? []
        : secrets.Unprotect(monitor.HeadersEncrypted, Place(monitor.Id)) is { } json ? JsonSerializer.Deserialize(json, SyntheticJson.Default.DictionaryStringString)
        : null;

    /// <summary>For clients.</summary>
    public Dictionary<string, string> Show(SyntheticMonitor monitor) =>
        (Read(monitor) ?? []).ToDictionary(header => header.Key, header => SecretNames.IsSecret(header.Key) ? SecretMask.Text : header.Value);

    /// <summary>What a client sent, with stored secrets in place of masks.</summary>
    /// <returns>The headers; or the name of one that has no stored secret.</returns>
    public static (Dictionary<string, string>? Headers, string? Missing) Merge(
        IReadOnlyDictionary<string, string> sent, IReadOnlyDictionary<string, string> stored)
    {
        var merged = new Dictionary<string, string>();
        foreach (var (name, value) in sent)
        {
            if (!SecretNames.IsSecret(name) || value != SecretMask.Text)
            {
                merged[name] = value;
            }
            else if (stored.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Value: { } secret })
            {
                merged[name] = secret;
            }
            else
            {
                return (null, name);
            }
        }

        return (merged, null);
    }

    public static bool HasSecret(IReadOnlyDictionary<string, string> headers) => headers.Keys.Any(SecretNames.IsSecret);

    private static string Place(Guid monitorId) => $"monitors/{monitorId}/headers";
}
