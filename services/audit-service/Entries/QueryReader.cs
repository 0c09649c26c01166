using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.AuditService.Chain;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AuditService.Entries;

/// <summary>Reads query parameters and collects what is wrong with them. An empty one is like an absent one: web forms send it.</summary>
internal sealed class QueryReader(HttpRequest request)
{
    private readonly List<string> _mistakes = [];

    /// <summary>The answer when something was wrong.</summary>
    public JsonHttpResult<ErrorBody>? Refusal => _mistakes.Count == 0 ? null : ApiErrors.Unprocessable(_mistakes);

    public int Number(string name, int fallback, int least, int most) => (int)Long(name, fallback, least, most)!;

    public long? Long(string name, long? fallback, long least, long most)
    {
        if (Find(name) is not { } text)
        {
            return fallback;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        _mistakes.Add($"{name}: must be a number from {least} to {most}");
        return fallback ?? least;
    }

    public string? Line(string name, int maximum)
    {
        if (Find(name) is not { } text || Text.IsLine(text, maximum))
        {
            return Find(name);
        }

        _mistakes.Add($"{name}: must have at most {maximum} characters and no control characters");
        return null;
    }

    public bool? Truth(string name)
    {
        switch (Find(name)?.ToLowerInvariant())
        {
            case null:
                return null;
            case "true" or "1":
                return true;
            case "false" or "0":
                return false;
            default:
                _mistakes.Add($"{name}: must be true or false");
                return null;
        }
    }

    /// <summary>A moment; without an offset it is UTC. Clients of the earlier system send <c>2026-01-01T00:00:00+00:00Z</c>, too.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="endOfDay">What a date without a time means: its end instead of its beginning.</param>
    public DateTimeOffset? Time(string name, bool endOfDay = false)
    {
        // A plus sign that was not encoded arrives as a blank: "2026-01-01T00:00:00 02:00".
        if (Find(name)?.Replace(' ', '+') is not { } text)
        {
            return null;
        }

        var clean = text.EndsWith('Z') && text.AsSpan(0, text.Length - 1).Length > 6 && text[^7] is '+' or '-' && text[^4] == ':' ? text[..^1] : text;
        if (DateOnly.TryParseExact(clean, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and < 9999)
        {
            var start = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            return endOfDay ? start.AddDays(1).AddMicroseconds(-1) : start;
        }

        if (DateTimeOffset.TryParse(clean, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year is >= 1900 and < 9999)
        {
            return time;
        }

        _mistakes.Add($"{name}: must be a date and time of ISO 8601");
        return null;
    }

    public string? ActionPrefix(string name)
    {
        if (Find(name) is not { } text)
        {
            return null;
        }

        // With one more character it must be an action.
        if (text.Length < 100 && EntryRules.IsAction($"{text}x"))
        {
            return text;
        }

        _mistakes.Add($"{name}: must be the beginning of an action, for example incident.");
        return null;
    }

    public EntryFilter Filter() => new()
    {
        UserId = Line("user_id", 255),
        Action = Line("action", 100),
        ActionPrefix = ActionPrefix("action_prefix"),
        ResourceType = Line("resource_type", 100),
        ResourceId = Line("resource_id", 500),
        IpAddress = Line("ip_address", 64),
        TraceId = Line("trace_id", 64),
        Source = Line("source", 100),
        Success = Truth("success"),
        Start = Time("start_date"),
        End = Time("end_date", endOfDay: true),
        Search = Line("search", 200),
    };

    private string? Find(string name) => request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;
}
