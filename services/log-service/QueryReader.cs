using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.LogService.Storage;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;
using SreCopilot.TimeSeries;

namespace SreCopilot.LogService;

/// <summary>Reads query parameters and collects what is wrong with them. An empty one is like an absent one: web forms send it.</summary>
internal sealed class QueryReader
{
    private readonly List<string> _mistakes = [];

    /// <summary>The answer when something was wrong.</summary>
    public JsonHttpResult<ErrorBody>? Refusal =>
        _mistakes.Count == 0 ? null : ApiErrors.BadRequest(string.Join("; ", _mistakes), ErrorCodes.ValidationError);

    public void Fail(string name, string mistake) => _mistakes.Add($"query -> {name}: {mistake}");

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

        Fail(name, $"must be a number from {least} to {most}");
        return fallback;
    }

    public DateTimeOffset? Time(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // A plus sign that a client forgot to encode arrives as a blank: 2026-03-01T10:20:30 00:00
        if (ClientTime.Parse(text.Trim().Replace(' ', text.Contains('T', StringComparison.Ordinal) ? '+' : ' ')) is { Year: >= 1970 and <= 2200 } time)
        {
            return time;
        }

        Fail(name, "must be a date and time of ISO 8601, for example 2026-03-01T10:20:30Z");
        return null;
    }

    public Level? Level(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Levels.Parse(text) is { } level)
        {
            return level;
        }

        Fail(name, $"must be one of {string.Join(", ", Levels.All.Select(known => known.Name()))}");
        return null;
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

        Fail(name, "must be a UUID");
        return null;
    }

    public string? Line(string name, string? text, int maximum)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Text.IsProse(text, maximum) && !text.Any(char.IsSurrogate))
        {
            return text;
        }

        // Pairs of surrogates are fine, halves have no UTF-8.
        if (Text.IsProse(text, maximum) && System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) == text)
        {
            return text;
        }

        Fail(name, $"must have at most {maximum} characters and no control characters");
        return null;
    }
}
