using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.ProjectEndpoints;

/// <summary>Reads query parameters and collects what is wrong with them. An empty one is like an absent one: web forms send it.</summary>
/// <param name="unprocessable">Whether mistakes are answered with 422, as the service's contract says, instead of 400.</param>
public sealed class QueryReader(bool unprocessable = false)
{
    private readonly List<string> _mistakes = [];

    /// <summary>The answer when something was wrong, which names all of it.</summary>
    public JsonHttpResult<ErrorBody>? Refusal => _mistakes.Count == 0 ? null
        : unprocessable ? ApiErrors.Unprocessable(_mistakes)
        : ApiErrors.BadRequest(string.Join("; ", _mistakes), ErrorCodes.ValidationError);

    /// <summary>A whole number.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="text">Its value.</param>
    /// <param name="fallback">When it is absent.</param>
    /// <param name="least">The smallest allowed.</param>
    /// <param name="most">The largest allowed.</param>
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

    /// <summary><c>true</c> or <c>false</c>.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="text">Its value.</param>
    /// <param name="fallback">When it is absent.</param>
    public bool Truth(string name, string? text, bool fallback)
    {
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        _mistakes.Add($"{name}: must be true or false");
        return fallback;
    }

    /// <summary>One line of text.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="text">Its value.</param>
    /// <param name="maximum">The most characters.</param>
    public string? Line(string name, string? text, int maximum)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Text.IsLine(text, maximum))
        {
            return text;
        }

        _mistakes.Add($"{name}: must have at most {maximum} characters and no control characters");
        return null;
    }

    /// <summary>The same, in which line breaks and tabs are allowed.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="text">Its value.</param>
    /// <param name="maximum">The most characters.</param>
    public string? Prose(string name, string? text, int maximum)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Text.IsProse(text, maximum))
        {
            return text;
        }

        _mistakes.Add($"{name}: must have at most {maximum} characters and no control characters");
        return null;
    }

    /// <summary>A UUID.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="text">Its value.</param>
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

    /// <summary>One of several words.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="text">Its value.</param>
    /// <param name="allowed">The words.</param>
    public string? Word(string name, string? text, IReadOnlyList<string> allowed)
    {
        if (string.IsNullOrEmpty(text) || allowed.Contains(text))
        {
            return string.IsNullOrEmpty(text) ? null : text;
        }

        _mistakes.Add($"{name}: must be one of {string.Join(", ", allowed)}");
        return null;
    }

    /// <summary>One or several words, separated by commas.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="text">Its value.</param>
    /// <param name="allowed">The words.</param>
    public string[]? Words(string name, string? text, IReadOnlyList<string> allowed)
    {
        var words = text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words is null or [])
        {
            return null;
        }

        if (words.All(allowed.Contains))
        {
            return words;
        }

        _mistakes.Add($"{name}: must be one or more of {string.Join(", ", allowed)}, separated by commas");
        return null;
    }

    /// <summary>A moment: <c>2026-03-01T10:20:30Z</c>.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="text">Its value.</param>
    public DateTimeOffset? Moment(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // A plus in a query is a space.
        if (DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time))
        {
            return time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
        }

        _mistakes.Add($"{name}: must be a time such as 2026-03-01T10:20:30Z");
        return null;
    }
}
