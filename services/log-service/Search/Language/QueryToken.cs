namespace SreCopilot.LogService.Search.Language;

internal enum QueryTokenKind
{
    Word,
    Quoted,
    Field,
    Minus,
    Open,
    Close,
    Or,
    And,
    Not,
    End,
}

/// <summary>A piece of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Without quotes; of a field its name.</param>
/// <param name="Position">Of its first character, from 1.</param>
internal readonly record struct QueryToken(QueryTokenKind Kind, string Text, int Position);

/// <summary>What is wrong with a query, and where: the character from 1.</summary>
internal sealed record QueryMistake(int Position, string Text)
{
    public override string ToString() => $"at character {Position}: {Text}";
}
