using Microsoft.Extensions.Options;

namespace SreCopilot.CloudConnectorService.Providers;

/// <summary>
/// Where the clouds are, and how patiently they are asked. Configuration section <c>Providers</c>; for example the environment
/// variable <c>Providers__AzureManagement</c> for one of the national clouds.
/// </summary>
internal sealed class ProviderOptions
{
    public const string SectionName = "Providers";

    /// <summary>{service} and {region} are filled in. Default <c>https://{service}.{region}.amazonaws.com</c>.</summary>
    public string Aws { get; set; } = "https://{service}.{region}.amazonaws.com";

    /// <summary>Default <c>https://login.microsoftonline.com</c>.</summary>
    public string AzureLogin { get; set; } = "https://login.microsoftonline.com";

    /// <summary>Default <c>https://management.azure.com</c>.</summary>
    public string AzureManagement { get; set; } = "https://management.azure.com";

    /// <summary>Default <c>https://oauth2.googleapis.com/token</c>.</summary>
    public string GoogleToken { get; set; } = "https://oauth2.googleapis.com/token";

    /// <summary>{service} is filled in. Default <c>https://{service}.googleapis.com</c>.</summary>
    public string Google { get; set; } = "https://{service}.googleapis.com";

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
        [
            ("Aws", options.Aws), ("AzureLogin", options.AzureLogin), ("AzureManagement", options.AzureManagement), ("GoogleToken", options.GoogleToken), ("Google", options.Google),
        ];
        (string Name, int Value, int Least, int Most)[] numbers =
            [("TimeoutSeconds", options.TimeoutSeconds, 1, 60), ("Attempts", options.Attempts, 1, 5), ("LongestPauseSeconds", options.LongestPauseSeconds, 0, 30)];
        List<string> mistakes =
        [
            .. addresses.Where(address => !Uri.TryCreate(address.Value.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal), UriKind.Absolute, out var uri)
                    || uri.Scheme is not ("http" or "https"))
                .Select(address => $"Providers__{address.Name} must be an http or https address."),
            .. numbers.Where(number => number.Value < number.Least || number.Value > number.Most)
                .Select(number => $"Providers__{number.Name} must be a whole number from {number.Least} to {number.Most}."),
        ];
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
