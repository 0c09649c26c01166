using System.Globalization;
using System.Text.Json;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AlertingService.Muting;

/// <summary>A muting rule. To create one, <c>name</c> is required; of a change, what is absent or null stays as it is.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Description">At most 2000 characters; default empty.</param>
/// <param name="ConditionIds">Whose alerts, at most 1000; default: all conditions'.</param>
/// <param name="MatchCriteria">What alerts must be like, at most 20: service_name, severity, condition_name or a label, each with a text or a list of texts. Default: any.</param>
/// <param name="StartTime">ISO 8601; without an offset it is UTC. Default now.</param>
/// <param name="EndTime">The same, after start_time; default an hour after it. Of a repeated rule the first end, less than a day or week after the start.</param>
/// <param name="Repeat">none (default), daily or weekly.</param>
/// <param name="Enabled">Default true.</param>
internal sealed record MutingRuleRequest(
    string? Name, string? Description, IReadOnlyList<Guid>? ConditionIds, Dictionary<string, JsonElement>? MatchCriteria, string? StartTime, string? EndTime, string? Repeat,
    bool? Enabled)
{
    private const int MostConditions = 1000;
    private const int MostCriteria = 20;
    private const int MostValues = 50;

    /// <summary>What is wrong with the fields that are there, each for itself.</summary>
    public IEnumerable<string> FindMistakes()
    {
        if (Name is not null && !Text.IsName(Name, 200))
        {
            yield return "name: must have 1 to 200 characters and no control characters";
        }

        if (Description is not null && !Text.IsProse(Description, 2000))
        {
            yield return "description: must have at most 2000 characters and no control characters";
        }

        if (ConditionIds?.Count > MostConditions)
        {
            yield return $"condition_ids: must be at most {MostConditions}";
        }

        if (MatchCriteria is { } criteria && (criteria.Count > MostCriteria || criteria.Any(criterion => !Text.IsName(criterion.Key, 200) || !IsValue(criterion.Value))))
        {
            yield return $"match_criteria: must be at most {MostCriteria} names, each with a text or a list of at most {MostValues} texts";
        }

        foreach (var (name, value) in new[] { ("start_time", StartTime), ("end_time", EndTime) })
        {
            if (!string.IsNullOrEmpty(value) && ParseTime(value) is null)
            {
                yield return $"{name}: must be a time such as 2026-03-01T10:20:30Z";
            }
        }

        if (Repeat is not null && !MutingRule.Repeats.Contains(Repeat))
        {
            yield return $"repeat: must be one of {string.Join(", ", MutingRule.Repeats)}";
        }
    }

    /// <summary>What is wrong with a window; null: nothing.</summary>
    public static string? FindMistake(DateTimeOffset start, DateTimeOffset end, string repeat) =>
        end <= start ? "end_time: must be after start_time"
        : repeat == "daily" && end - start >= TimeSpan.FromDays(1) ? "end_time: must be less than a day after start_time"
        : repeat == "weekly" && end - start >= TimeSpan.FromDays(7) ? "end_time: must be less than a week after start_time"
        : null;

    /// <summary>Reads a time: ISO 8601, with a space or without a time, and upstream's own <c>2026-01-01T00:00:00+00:00Z</c>.</summary>
    public static DateTimeOffset? ParseTime(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 64)
        {
            return null;
        }

        var iso = text.AsSpan().Trim();
        iso = iso.EndsWith("+00:00Z") ? iso[..^1] : iso;
        // Years that leave room for repetitions.
        return iso.Contains('-') && DateTimeOffset.TryParse(iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && time.Year is >= 1970 and < 3000 ? time : null;
    }

    private static bool IsValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => IsText(value),
        JsonValueKind.Array => value.GetArrayLength() is > 0 and <= MostValues && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && IsText(item)),
        _ => false,
    };

    // JSON may escape half a surrogate pair; reading it throws.
    private static bool IsText(JsonElement value)
    {
        try
        {
            return Text.IsLine(value.GetString(), 1000);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
