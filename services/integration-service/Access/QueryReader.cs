using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IntegrationService.Access;

/// <summary>Reads query parameters and collects what is wrong with them. An empty one is like an absent one: web forms send it.</summary>
internal sealed class QueryReader
{
    private readonly List<string> _mistakes = [];

    /// <summary>The answer when something was wrong.</summary>
    public JsonHttpResult<ErrorBody>? Refusal => _mistakes.Count == 0 ? null : ApiErrors.Unprocessable(_mistakes);

    public int Number(string name, string? text, int fallback, int least, int most)
    {
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        _mistakes.Add($"{name}: must be a number from {least} to {most}");
        return fallback;
    }

    public Guid? Id(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Guid.TryParse(text, out var id))
        {
            return id;
        }

        _mistakes.Add($"{name}: must be a UUID");
        return null;
    }

    public string? Word(string name, string? text, IReadOnlyList<string> allowed)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (allowed.Contains(text))
        {
            return text;
        }

        _mistakes.Add($"{name}: must be one of {string.Join(", ", allowed)}");
        return null;
    }
}
