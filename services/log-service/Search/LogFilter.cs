using SreCopilot.Database;
using SreCopilot.LogService.Search.Language;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Search;

/// <summary>What a request asks for: the search language and the parameters beside it, read the same way everywhere.</summary>
internal sealed record LogFilter(LogQuery Query, string? TraceId)
{
    private const int NameLength = 255;

    /// <summary>A condition on <c>log_lines l</c>.</summary>
    public Sql Condition => TraceId is null ? Query.Condition : (Sql)$"({new TraceTerm(TraceId).IndexedCondition} and {Query.Condition})";

    /// <summary>Whether the counts of services and levels can answer it.</summary>
    public bool IsCounted => TraceId is null && Query.IsCounted;

    /// <summary>Whether a line of a live tail is wanted.</summary>
    public bool Matches(LogLine line) => (TraceId is null || line.TraceId == TraceId) && Query.Matches(line);

    public static LogFilter Read(QueryReader reader, string? query, string? service, string? level, string? traceId = null, string? pattern = null)
    {
        var (wanted, mistake) = QueryParser.Parse(reader.Line("query", query, QueryParser.MaximumLength));
        if (mistake is not null)
        {
            reader.Fail("query", mistake.ToString());
        }

        wanted ??= new Everything();
        if (reader.Line("service", service, NameLength) is { } name)
        {
            wanted = new And(new ServiceTerm(TextPattern.Quoted(name)), wanted);
        }

        if (reader.Level("level", level) is { } known)
        {
            wanted = new And(new LevelTerm([known]), wanted);
        }

        if (reader.Id("pattern", pattern) is { } id)
        {
            wanted = new And(new PatternTerm(id), wanted);
        }

        return new LogFilter(wanted, reader.Line("trace_id", traceId, NameLength));
    }
}
