using System.Text.Json;
using System.Text.RegularExpressions;
using SreCopilot.Audit;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AuditService.Chain;

/// <summary>What an entry must look like. The library that makes them keeps to it; this is for what does not come from there.</summary>
internal static partial class EntryRules
{
    private const int ObjectLength = 32 * 1024;

    private static readonly string[] ActorTypes = ["user", "api_key", "service", "anonymous"];
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static bool IsSource(string? source) => Text.IsName(source, 100);

    public static IEnumerable<string> FindMistakes(AuditRecord record)
    {
        if (record.Id == Guid.Empty)
        {
            yield return "id: must not be empty";
        }

        if (record.Timestamp < Earliest || record.Timestamp >= Latest)
        {
            yield return "timestamp: must be from 2000 to 2199";
        }

        if (!ActorTypes.Contains(record.ActorType))
        {
            yield return $"actor_type: must be one of {string.Join(", ", ActorTypes)}";
        }

        if (!IsAction(record.Action))
        {
            yield return "action: must be words of a-z, 0-9 and _ with dots between them, at most 100 characters";
        }

        foreach (var (name, value, least, most) in Texts(record))
        {
            if (value is null ? least > 0 : value.Length < least || !Text.IsProse(value, most))
            {
                yield return $"{name}: must have {least} to {most} characters and no control characters";
            }
        }

        foreach (var (name, value) in new[] { ("changes", record.Changes), ("metadata", record.Metadata) })
        {
            if (value is { } given && (given.ValueKind != JsonValueKind.Object || given.GetRawText().Length > ObjectLength || !IsSound(given)))
            {
                yield return $"{name}: must be an object of at most {ObjectLength} characters with valid Unicode";
            }
        }
    }

    /// <summary>Whether it can be written out again: JSON may hold halves of characters, as in <c>"\ud800"</c>.</summary>
    public static bool IsSound(JsonElement json)
    {
        try
        {
            using var writer = new Utf8JsonWriter(Stream.Null);
            json.WriteTo(writer);
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or JsonException)
        {
            return false;
        }
    }

    public static bool IsAction(string? action) => action is { Length: <= 100 } && Action().IsMatch(action);

    // Least 1: required. Null is allowed where least is 0.
    private static IEnumerable<(string Name, string? Value, int Least, int Most)> Texts(AuditRecord record) =>
    [
        ("user_id", record.UserId, 1, 255), ("user_email", record.UserEmail, 0, 320), ("user_role", record.UserRole, 0, 50),
        ("resource_type", record.ResourceType, 1, 100), ("resource_id", record.ResourceId, 0, 500), ("ip_address", record.IpAddress, 0, 64),
        ("user_agent", record.UserAgent, 0, 500), ("request_id", record.RequestId, 0, 128), ("trace_id", record.TraceId, 0, 64),
        ("error_message", record.ErrorMessage, 0, 1000),
    ];

    [GeneratedRegex(@"^[a-z0-9_]+(\.[a-z0-9_]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Action();
}
