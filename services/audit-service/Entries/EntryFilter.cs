using SreCopilot.Audit;
using SreCopilot.AuditService.Chain;
using SreCopilot.Database;
using SreCopilot.Search;

namespace SreCopilot.AuditService.Entries;

/// <summary>Which entries are wanted; null is all. Every comparison is one for which PostgreSQL uses an index under row-level
/// security, but for the last look at the search text.</summary>
internal sealed class EntryFilter
{
    public string? UserId { get; init; }

    public string? Action { get; init; }

    public string? ActionPrefix { get; init; }

    public string? ResourceType { get; init; }

    public string? ResourceId { get; init; }

    public string? IpAddress { get; init; }

    public string? TraceId { get; init; }

    public string? Source { get; init; }

    public bool? Success { get; init; }

    public DateTimeOffset? Start { get; init; }

    /// <summary>Inclusive, as in the contract.</summary>
    public DateTimeOffset? End { get; init; }

    public string? Search { get; init; }

    /// <summary>A condition on <c>audit_log a</c>.</summary>
    public Sql Condition(Guid tenantId)
    {
        Sql sql = $"a.tenant_id = {tenantId}";
        sql = UserId is null ? sql : $"{sql} and a.user_id = {UserId}";
        sql = Action is null ? sql : $"{sql} and a.action = {Action}";
        // "incident." up to but not including "incident/": all that begin with it, in the order of bytes.
        sql = ActionPrefix is null ? sql : $"{sql} and a.action >= {ActionPrefix} and a.action < {After(ActionPrefix)}";
        sql = ResourceType is null ? sql : $"{sql} and a.resource_type = {ResourceType}";
        sql = ResourceId is null ? sql : $"{sql} and a.resource_id = {ResourceId}";
        sql = IpAddress is null ? sql : $"{sql} and a.ip_address = {IpAddress}";
        sql = TraceId is null ? sql : $"{sql} and a.trace_id = {TraceId}";
        sql = Source is null ? sql : $"{sql} and a.source = {Source}";
        sql = Success is null ? sql : $"{sql} and a.success = {Success.Value}";
        sql = Start is null ? sql : $"{sql} and a.occurred_at >= {Start.Value}";
        sql = End is null ? sql : $"{sql} and a.occurred_at <= {End.Value}";
        return Search is null ? sql : $"{sql} {Containing(tenantId, Trigrams.Fold(Search))}";
    }

    /// <summary>For the log of who took what.</summary>
    public AuditFields Describe()
    {
        var fields = new AuditFields();
        foreach (var (name, value) in new[]
        {
            ("user_id", UserId), ("action", Action), ("action_prefix", ActionPrefix), ("resource_type", ResourceType), ("resource_id", ResourceId),
            ("ip_address", IpAddress), ("trace_id", TraceId), ("source", Source), ("search", Search),
        })
        {
            if (value is not null)
            {
                fields.Add($"filter_{name}", value);
            }
        }

        if (Success is not null)
        {
            fields.Add("filter_success", Success);
        }

        if (Start is not null)
        {
            fields.Add("filter_start_date", ChainEntry.Microseconds(Start.Value));
        }

        if (End is not null)
        {
            fields.Add("filter_end_date", ChainEntry.Microseconds(End.Value));
        }

        return fields;
    }

    private static string After(string prefix) => $"{prefix[..^1]}{(char)(prefix[^1] + 1)}";

    private static Sql Containing(Guid tenantId, string folded)
    {
        var grams = Trigrams.Of(tenantId, folded);
        // Too short for the index: all entries that the other conditions leave are looked at.
        Sql candidates = $"";
        if (grams.Length > 0)
        {
            candidates = $"and a.id in (select s.entry_id from audit_search s where s.grams @> {grams})";
        }

        return $"{candidates} and position({folded} in a.search_text) > 0";
    }
}
