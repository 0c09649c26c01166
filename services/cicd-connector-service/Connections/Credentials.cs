using System.Text.Json.Nodes;
using SreCopilot.Connectors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.CicdConnectorService.Connections;

/// <summary>What a user typed to prove who may ask the CI/CD system. Stored encrypted as a whole; no answer contains it.</summary>
internal sealed record Credentials(string? Token, string? Username, string? Url)
{
    private const int Longest = 4096;

    // Under all of these the earlier pages and tools send it.
    private static readonly string[] TokenNames = ["pat", "token", "access_token", "api_token", "app_password", "password"];
    private static readonly string[] UserNames = ["username", "user", "email"];
    private static readonly string[] UrlNames = ["url", "base_url"];

    /// <summary>Never the values.</summary>
    public override string ToString() => nameof(Credentials);

    public static Credentials Of(JsonObject sent) => new(Find(sent, TokenNames), Find(sent, UserNames), Find(sent, UrlNames));

    /// <summary>What to store after a form came back in which secrets that shall stay are empty.</summary>
    public static Credentials Merge(JsonObject sent, Credentials? stored)
    {
        var given = Of(sent);
        var token = SreCopilot.Secrets.SecretMask.MeansUnchanged(given.Token) ? stored?.Token : given.Token;
        return new Credentials(token, given.Username ?? stored?.Username, given.Url ?? stored?.Url);
    }

    public IEnumerable<string> FindMistakes()
    {
        foreach (var (name, value) in new[] { ("token", Token), ("username", Username), ("url", Url) })
        {
            if (value is not null && (!Text.IsLine(value, Longest) || (name == "token" && !value.All(char.IsAscii))))
            {
                yield return $"credentials: {name} must be one line of at most {Longest} characters";
            }
        }
    }

    private static string? Find(JsonObject sent, string[] names) => names.Select(name => ConfigReader.Text(sent[name])).FirstOrDefault(value => value is not null);
}
