using SreCopilot.Database;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Search.Language;

/// <summary>A text in the message.</summary>
internal sealed record MessageTerm(TextPattern Pattern) : LogQuery
{
    private readonly TextPattern _inside = Pattern.Inside();

    // By "C" PostgreSQL folds ASCII without looking up characters, which is several times faster.
    private Sql Compared => _inside.IsAscii
        ? (Sql)$"l.message collate \"C\" ilike {_inside.ToLike()}"
        : (Sql)$"l.message ~ {_inside.ToRegex()}";

    // "case" is evaluated in this order; of an "and" PostgreSQL takes first what it believes to be cheaper.
    public override Sql Condition => _inside.Grams is { IsEmpty: false } grams
        ? (Sql)$"(case when (l.grams1 & {grams.First}) = {grams.First} and (l.grams2 & {grams.Second}) = {grams.Second} then {Compared} else false end)"
        : Compared;

    public override bool Matches(LogLine line) => _inside.Matches(line.Message);
}

/// <summary>One of some levels.</summary>
internal sealed record LevelTerm(IReadOnlyList<Level> Levels) : LogQuery
{
    public override Sql Condition => $"l.level = any({Levels.Select(level => (short)level).ToArray()})";

    public override bool IsCounted => true;

    public override bool Matches(LogLine line) => Levels.Any(level => level.Name() == line.Level);
}

/// <summary>A service; without wildcards its exact name.</summary>
internal sealed record ServiceTerm(TextPattern Pattern) : LogQuery
{
    public override Sql Condition => !Pattern.HasWildcards ? (Sql)$"l.service = {Pattern.Plain}"
        : Pattern.IsAscii ? (Sql)$"l.service collate \"C\" ilike {Pattern.ToLike()}"
        : (Sql)$"l.service ~ {Pattern.ToRegex()}";

    public override bool IsCounted => true;

    public override bool Matches(LogLine line) => Pattern.HasWildcards ? Pattern.Matches(line.ServiceName) : line.ServiceName == Pattern.Plain;
}

/// <summary>A trace.</summary>
internal sealed record TraceTerm(string TraceId) : LogQuery
{
    public override Sql Condition => $"coalesce(l.trace_id = {TraceId}, false)";

    /// <summary>As the only condition, so that the index on traces can be used.</summary>
    public Sql IndexedCondition => $"l.trace_id = {TraceId}";

    public override bool Matches(LogLine line) => line.TraceId == TraceId;
}

/// <summary>A span.</summary>
internal sealed record SpanTerm(string SpanId) : LogQuery
{
    public override Sql Condition => $"coalesce(l.span_id = {SpanId}, false)";

    public override bool Matches(LogLine line) => line.SpanId == SpanId;
}

/// <summary>A pattern, or one that was merged into it.</summary>
internal sealed record PatternTerm(Guid Pattern) : LogQuery
{
    // Evaluated once: row-level security limits the patterns to those of the project.
    public override Sql Condition => $"""
        coalesce(l.pattern = any(array(
          with recursive family as (select {Pattern} as id union select p.id from log_patterns p join family f on p.merged_into = f.id)
          select id from family)), false)
        """;

    public override bool Matches(LogLine line) => line.Pattern == Pattern;
}
