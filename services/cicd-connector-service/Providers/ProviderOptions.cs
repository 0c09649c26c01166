using Microsoft.Extensions.Options;

namespace SreCopilot.CicdConnectorService.Providers;

/// <summary>
/// Where the systems are that everybody uses at the same address. Configuration section <c>Providers</c>; for example the
/// environment variable <c>Providers__GitHubApi</c> for a GitHub Enterprise Server. GitLab and Jenkins are where the connection says.
/// </summary>
internal sealed class ProviderOptions
{
    public const string SectionName = "Providers";

    /// <summary>Default <c>https://api.github.com</c>.</summary>
    public string GitHubApi { get; set; } = "https://api.github.com";

    /// <summary>Default <c>https://dev.azure.com</c>.</summary>
    public string AzureDevOpsApi { get; set; } = "https://dev.azure.com";

    /// <summary>Default <c>https://api.bitbucket.org/2.0</c>.</summary>
    public string BitbucketApi { get; set; } = "https://api.bitbucket.org/2.0";

    /// <summary>Of a connection that names none. Default <c>https://gitlab.com</c>.</summary>
    public string GitLab { get; set; } = "https://gitlab.com";

    /// <summary>Seconds for one call, from 1 to 60. Default 15.</summary>
    public int TimeoutSeconds { get; set; } = 15;

    /// <summary>Attempts for one call that fails for a reason that passes, from 1 to 5. Default 3.</summary>
    public int Attempts { get; set; } = 3;

    /// <summary>The longest pause, in seconds, that is waited out instead of being reported, from 0 to 30. Default 5.</summary>
    public int LongestPauseSeconds { get; set; } = 5;
}

internal sealed class ProviderOptionsValidator : IValidateOptions<ProviderOptions>
{
    public ValidateOptionsResult Validate(string? name, ProviderOptions options)
    {
        (string Name, string Value)[] addresses =
            [("GitHubApi", options.GitHubApi), ("AzureDevOpsApi", options.AzureDevOpsApi), ("BitbucketApi", options.BitbucketApi), ("GitLab", options.GitLab)];
        var mistakes = addresses
            .Where(address => !Uri.TryCreate(address.Value, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            .Select(address => $"Providers__{address.Name} must be an http or https address.")
            .ToList();
        Check("TimeoutSeconds", options.TimeoutSeconds, 1, 60);
        Check("Attempts", options.Attempts, 1, 5);
        Check("LongestPauseSeconds", options.LongestPauseSeconds, 0, 30);
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);

        void Check(string setting, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                mistakes.Add($"Providers__{setting} must be a whole number from {least} to {most}.");
            }
        }
    }
}
