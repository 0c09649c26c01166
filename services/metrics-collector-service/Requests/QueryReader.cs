using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Requests;

/// <summary>Reads query parameters and collects what is wrong with them. An empty one is like an absent one: web forms send it.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private const int MostOffset = 100_000;
    private const double Largest = 1e12;
    private readonly List<string> _mistakes = [];

    /// <summary>The answer when something was wrong.</summary>
    public JsonHttpResult<ErrorBody>? Refusal => _mistakes.Count == 0 ? null : ApiErrors.BadRequest(string.Join("; ", _mistakes), ErrorCodes.ValidationError);

    public int Limit(int fallback, int most) => Whole("limit", fallback, 1, most);

    public int Offset() => Whole("offset", 0, 0, MostOffset);

    public int Whole(string name, int fallback, int least, int most)
    {
        if (Text(name) is not { } text)
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

    /// <summary>A number that is not negative.</summary>
    public double? Number(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && number < Largest)
        {
            return number;
        }

        _mistakes.Add($"{name}: must be a number of 0 or more");
        return null;
    }

    public string? Line(string name, int maximum = ServiceDefaults.Validation.Text.NameLength)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (ServiceDefaults.Validation.Text.IsLine(text, maximum))
        {
            return text;
        }

        _mistakes.Add($"{name}: must have at most {maximum} characters and no control characters");
        return null;
    }

    public string? Word(string name, IReadOnlyList<string> allowed)
    {
        if (Text(name) is not { } text || allowed.Contains(text))
        {
            return Text(name);
        }

        _mistakes.Add($"{name}: must be one of {string.Join(", ", allowed)}");
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (TimeText.Parse(text) is { Year: > 1900 and < 9999 } time)
        {
            return time;
        }

        _mistakes.Add($"{name}: must be a date and time of ISO 8601, for example 2026-03-01T10:20:30Z");
        return null;
    }

    /// <summary><c>time_from</c> and <c>time_to</c> (default now), or <c>window</c> before <c>time_to</c>: <c>90s</c>, <c>15m</c>, <c>6h</c>, <c>30d</c>.</summary>
    public TimeRange Range(DateTimeOffset now, TimeSpan fallback, TimeSpan most)
    {
        var (from, to, window) = (Time("time_from"), Time("time_to") ?? now.AddMicroseconds(1), Duration("window"));
        var range = new TimeRange(from ?? Before(to, window ?? fallback), to);
        if (range.From >= range.To)
        {
            _mistakes.Add("time_from: must be before time_to");
        }
        else if (range.To - range.From > most)
        {
            _mistakes.Add($"time_from: at most {most.TotalDays:0} days can be asked for");
        }

        return range;
    }

    /// <summary>The same without a default: a list goes back as far as there is something.</summary>
    public TimeRange OpenRange(DateTimeOffset now)
    {
        var (from, to, window) = (Time("time_from"), Time("time_to"), Duration("window"));
        if (from >= to)
        {
            _mistakes.Add("time_from: must be before time_to");
        }

        var end = to ?? new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new TimeRange(from ?? (window is { } length ? Before(to ?? now, length) : DateTimeOffset.UnixEpoch), end);
    }

    private TimeSpan? Duration(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (text.Length is > 1 and < 9 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            && text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, 'w' => 604_800, _ => 0 } is > 0 and var unit && (long)count * unit < 100L * 365 * 86_400)
        {
            return TimeSpan.FromSeconds((double)count * unit);
        }

        _mistakes.Add($"{name}: must be a length of time such as 90s, 15m, 6h or 30d");
        return null;
    }

    private static DateTimeOffset Before(DateTimeOffset time, TimeSpan length) =>
        time - DateTimeOffset.UnixEpoch > length ? time - length : DateTimeOffset.UnixEpoch;

    private string? Text(string name) => query[name] is { Count: > 0 } values && values[^1] is { Length: > 0 } text ? text : null;
}
