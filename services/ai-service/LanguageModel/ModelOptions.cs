using System.Globalization;
using Microsoft.Extensions.Options;

namespace SreCopilot.AiService.LanguageModel;

/// <summary>The language model, if there is one. Without a key the evidence engine speaks alone.</summary>
internal sealed class ModelOptions
{
    /// <summary>Where it is. <c>AZURE_OPENAI_ENDPOINT</c> (https://NAME.openai.azure.com), or <c>OPENAI_BASE_URL</c> (default https://api.openai.com/v1) of anything that speaks the same protocol.</summary>
    public Uri Endpoint { get; set; } = new("https://api.openai.com/v1");

    /// <summary><c>AZURE_OPENAI_API_KEY</c> or <c>OPENAI_API_KEY</c>; default: none, no model.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Whether it is Azure's: other addresses, another header.</summary>
    public bool IsAzure { get; set; }

    /// <summary>Azure: the deployment, <c>AZURE_OPENAI_DEPLOYMENT</c>; default: as <see cref="Model"/>.</summary>
    public string Deployment { get; set; } = "";

    /// <summary><c>AZURE_OPENAI_MODEL</c> or <c>OPENAI_MODEL</c>; default gpt-4o-mini.</summary>
    public string Model { get; set; } = "gpt-4o-mini";

    /// <summary><c>AZURE_OPENAI_API_VERSION</c>; default 2024-08-01-preview.</summary>
    public string ApiVersion { get; set; } = "2024-08-01-preview";

    /// <summary>How long one answer may take. <c>AI_TIMEOUT_SECONDS</c>, 1 to 50; default 15.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>USD for a million tokens that it reads. <c>AI_INPUT_TOKEN_PRICE</c>; default 0.150.</summary>
    public decimal InputPrice { get; set; } = 0.150m;

    /// <summary>USD for a million tokens that it writes. <c>AI_OUTPUT_TOKEN_PRICE</c>; default 0.600.</summary>
    public decimal OutputPrice { get; set; } = 0.600m;

    public bool IsConfigured => ApiKey.Length > 0;

    public decimal CostOf(long input, long output) => Math.Round(((input * InputPrice) + (output * OutputPrice)) / 1_000_000, 6);
}

internal sealed class ModelOptionsSetup(IConfiguration configuration) : IConfigureOptions<ModelOptions>, IValidateOptions<ModelOptions>
{
    public void Configure(ModelOptions options)
    {
        options.IsAzure = Read("AZURE_OPENAI_API_KEY").Length > 0;
        options.ApiKey = options.IsAzure ? Read("AZURE_OPENAI_API_KEY") : Read("OPENAI_API_KEY");
        options.Endpoint = Uri.TryCreate(Read(options.IsAzure ? "AZURE_OPENAI_ENDPOINT" : "OPENAI_BASE_URL"), UriKind.Absolute, out var endpoint) ? endpoint : options.Endpoint;
        options.Model = Read(options.IsAzure ? "AZURE_OPENAI_MODEL" : "OPENAI_MODEL") is { Length: > 0 } model ? model : options.Model;
        options.Deployment = Read("AZURE_OPENAI_DEPLOYMENT") is { Length: > 0 } deployment ? deployment : options.Model;
        options.ApiVersion = Read("AZURE_OPENAI_API_VERSION") is { Length: > 0 } version ? version : options.ApiVersion;
        options.Timeout = Number("AI_TIMEOUT_SECONDS") is { } seconds ? TimeSpan.FromSeconds((double)seconds) : options.Timeout;
        options.InputPrice = Number("AI_INPUT_TOKEN_PRICE") ?? options.InputPrice;
        options.OutputPrice = Number("AI_OUTPUT_TOKEN_PRICE") ?? options.OutputPrice;
    }

    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        var mistakes = new List<string>();
        foreach (var variable in new[] { "AZURE_OPENAI_ENDPOINT", "OPENAI_BASE_URL" })
        {
            if (Read(variable) is { Length: > 0 } text && !(Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            {
                mistakes.Add($"{variable} must be an address such as https://name.openai.azure.com.");
            }
        }

        if (options.IsAzure && Read("AZURE_OPENAI_ENDPOINT").Length == 0)
        {
            mistakes.Add("AZURE_OPENAI_ENDPOINT must be set together with AZURE_OPENAI_API_KEY.");
        }

        if (options.Timeout.TotalSeconds is < 1 or > 50)
        {
            mistakes.Add("AI_TIMEOUT_SECONDS must be a number from 1 to 50.");
        }

        if (options.InputPrice is < 0 or > 1_000_000 || options.OutputPrice is < 0 or > 1_000_000)
        {
            mistakes.Add("AI_INPUT_TOKEN_PRICE and AI_OUTPUT_TOKEN_PRICE must be prices in USD per million tokens, from 0 to 1000000, for example 0.150.");
        }

        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private string Read(string variable) => configuration[variable]?.Trim() ?? "";

    // What is no number is refused by the validation.
    private decimal? Number(string variable) =>
        Read(variable) is not { Length: > 0 } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
