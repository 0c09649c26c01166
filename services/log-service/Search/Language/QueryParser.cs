namespace SreCopilot.LogService.Search.Language;

/// <summary>
/// Reads the search language: <c>level:error service:api status:>=500 "connection reset" -noise</c>. Terms that follow each other
/// must all be true; OR, NOT, - and parentheses do what they say. docs/search-language.md explains it to users.
/// </summary>
internal sealed class QueryParser
{
    public const int MaximumLength = 2000;
    private const int MaximumTerms = 50;
    private const int MaximumDepth = 20;

    private readonly List<QueryToken> _tokens;
    private int _next;
    private int _terms;
    private int _depth;

    private QueryParser(List<QueryToken> tokens) => _tokens = tokens;

    private QueryToken Current => _tokens[_next];

    /// <returns>The query, or what is wrong with it.</returns>
    public static (LogQuery? Query, QueryMistake? Mistake) Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (new Everything(), null);
        }

        if (text.Length > MaximumLength)
        {
            return (null, new QueryMistake(MaximumLength + 1, $"a query has at most {MaximumLength} characters"));
        }

        var (tokens, mistake) = QueryLexer.Read(text);
        if (mistake is not null)
        {
            return (null, mistake);
        }

        try
        {
            var parser = new QueryParser(tokens);
            var query = parser.ReadOr(null);
            return parser.Current.Kind == QueryTokenKind.End
                ? (query, null)
                : (null, new QueryMistake(parser.Current.Position, "there is nothing open that this ) closes"));
        }
        catch (QueryException exception)
        {
            return (null, exception.Mistake);
        }
    }

    private LogQuery ReadOr(QueryToken? field)
    {
        var query = ReadAnd(field);
        while (Current.Kind == QueryTokenKind.Or)
        {
            _next++;
            query = new Or(query, ReadAnd(field));
        }

        return query;
    }

    private LogQuery ReadAnd(QueryToken? field)
    {
        var query = ReadUnary(field);
        while (true)
        {
            switch (Current.Kind)
            {
                case QueryTokenKind.And:
                    _next++;
                    query = new And(query, ReadUnary(field));
                    break;
                case QueryTokenKind.Or or QueryTokenKind.Close or QueryTokenKind.End:
                    return query;
                default:
                    query = new And(query, ReadUnary(field));
                    break;
            }
        }
    }

    private LogQuery ReadUnary(QueryToken? field)
    {
        if (Current.Kind is not (QueryTokenKind.Minus or QueryTokenKind.Not))
        {
            return ReadPrimary(field);
        }

        Enter();
        _next++;
        var query = new Not(ReadUnary(field));
        _depth--;
        return query;
    }

    private LogQuery ReadPrimary(QueryToken? field)
    {
        var token = Current;
        switch (token.Kind)
        {
            case QueryTokenKind.Open:
                return ReadGroup(field);
            case QueryTokenKind.Field when field is null:
                _next++;
                return ReadFieldValue(token);
            case QueryTokenKind.Word or QueryTokenKind.Quoted:
                _next++;
                return Term(field, token);
            case QueryTokenKind.Field:
                throw new QueryException(token.Position, "a field cannot stand inside of the group of another field");
            case QueryTokenKind.End:
                throw new QueryException(token.Position, "something is missing here");
            default:
                throw new QueryException(token.Position, $"something is missing before this {(token.Kind == QueryTokenKind.Close ? ")" : token.Text)}");
        }
    }

    private LogQuery ReadGroup(QueryToken? field)
    {
        var open = Current;
        Enter();
        _next++;
        var query = ReadOr(field);
        if (Current.Kind != QueryTokenKind.Close)
        {
            throw new QueryException(open.Position, "this ( is not closed");
        }

        _next++;
        _depth--;
        return query;
    }

    // What follows "level:" without a blank.
    private LogQuery ReadFieldValue(QueryToken field)
    {
        var value = Current;
        return value.Position != field.Position + field.Text.Length + 1
            ? throw new QueryException(field.Position, $"{field.Text}: needs a value directly behind the colon")
            : value.Kind switch
            {
                QueryTokenKind.Open => ReadGroup(field),
                QueryTokenKind.Word or QueryTokenKind.Quoted => ReadPrimary(field),
                // user:a:b, level:-x, x:OR
                QueryTokenKind.Field => ReadNested(field, value),
                QueryTokenKind.Minus or QueryTokenKind.Or or QueryTokenKind.And or QueryTokenKind.Not => ReadOdd(field, value),
                _ => throw new QueryException(field.Position, $"{field.Text}: needs a value directly behind the colon"),
            };
    }

    // user:a:b has the value a:b.
    private LogQuery ReadNested(QueryToken field, QueryToken value)
    {
        _next++;
        var rest = Current;
        var isWord = rest.Kind is QueryTokenKind.Word && rest.Position == value.Position + value.Text.Length + 1;
        _next += isWord ? 1 : 0;
        return Term(field, new QueryToken(QueryTokenKind.Word, $"{value.Text}:{(isWord ? rest.Text : "")}", value.Position));
    }

    // temperature:-5
    private LogQuery ReadOdd(QueryToken field, QueryToken value)
    {
        _next++;
        if (value.Kind != QueryTokenKind.Minus)
        {
            return Term(field, value with { Kind = QueryTokenKind.Word });
        }

        var rest = Current;
        _next++;
        return Term(field, new QueryToken(QueryTokenKind.Word, "-" + rest.Text, value.Position));
    }

    private LogQuery Term(QueryToken? field, QueryToken value)
    {
        if (++_terms > MaximumTerms)
        {
            throw new QueryException(value.Position, $"a query has at most {MaximumTerms} terms");
        }

        return field is { } known ? Fields.Term(known.Text, value) : Fields.Message(value);
    }

    private void Enter()
    {
        if (++_depth > MaximumDepth)
        {
            throw new QueryException(Current.Position, $"a query has at most {MaximumDepth} parentheses or negations inside of each other");
        }
    }
}

/// <summary>Leaves the parser; never its caller.</summary>
internal sealed class QueryException(int position, string text) : Exception(text)
{
    public QueryMistake Mistake { get; } = new(position, text);
}
