using SreCopilot.Database;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Search.Language;

/// <summary>Which lines are wanted. It can ask PostgreSQL, and judge a line of a live tail the same way.</summary>
internal abstract record LogQuery
{
    /// <summary>A condition on <c>log_lines l</c> that is never null.</summary>
    public abstract Sql Condition { get; }

    /// <summary>Whether the counts of services and levels can answer it: no text, no attributes, no ids.</summary>
    public virtual bool IsCounted => false;

    /// <summary>Whether a line of the live tail is wanted.</summary>
    public abstract bool Matches(LogLine line);
}

/// <summary>All lines.</summary>
internal sealed record Everything : LogQuery
{
    public override Sql Condition => $"true";

    public override bool IsCounted => true;

    public override bool Matches(LogLine line) => true;
}

internal sealed record And(LogQuery Left, LogQuery Right) : LogQuery
{
    public override Sql Condition => $"({Left.Condition} and {Right.Condition})";

    public override bool IsCounted => Left.IsCounted && Right.IsCounted;

    public override bool Matches(LogLine line) => Left.Matches(line) && Right.Matches(line);
}

internal sealed record Or(LogQuery Left, LogQuery Right) : LogQuery
{
    public override Sql Condition => $"({Left.Condition} or {Right.Condition})";

    public override bool IsCounted => Left.IsCounted && Right.IsCounted;

    public override bool Matches(LogLine line) => Left.Matches(line) || Right.Matches(line);
}

internal sealed record Not(LogQuery Inner) : LogQuery
{
    public override Sql Condition => $"(not {Inner.Condition})";

    public override bool IsCounted => Inner.IsCounted;

    public override bool Matches(LogLine line) => !Inner.Matches(line);
}
