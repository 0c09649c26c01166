using System.Text;

namespace SreCopilot.LogService.Search.Language;

/// <summary>Cuts a query into pieces: <c>level:error "out of memory" -noise</c>.</summary>
internal static class QueryLexer
{
    public static (List<QueryToken> Tokens, QueryMistake? Mistake) Read(string query)
    {
        List<QueryToken> tokens = [];
        var i = 0;
        while (true)
        {
            while (i < query.Length && char.IsWhiteSpace(query[i]))
            {
                i++;
            }

            if (i == query.Length)
            {
                tokens.Add(new QueryToken(QueryTokenKind.End, "", i + 1));
                return (tokens, null);
            }

            var start = i;
            switch (query[i])
            {
                case '(' or ')':
                    tokens.Add(new QueryToken(query[i] == '(' ? QueryTokenKind.Open : QueryTokenKind.Close, "", ++i));
                    break;
                case '-' when i + 1 < query.Length && !char.IsWhiteSpace(query[i + 1]) && query[i + 1] != '-' && (i == 0 || query[i - 1] is ' ' or '(' or '\t' or '\n'):
                    tokens.Add(new QueryToken(QueryTokenKind.Minus, "", ++i));
                    break;
                case '"':
                    if (ReadQuoted(query, ref i) is not { } quoted)
                    {
                        return (tokens, new QueryMistake(start + 1, "this quoted phrase is not closed; add a \""));
                    }

                    tokens.Add(new QueryToken(QueryTokenKind.Quoted, quoted, start + 1));
                    break;
                default:
                    tokens.Add(ReadWord(query, ref i));
                    break;
            }
        }
    }

    // "a \"word\" in quotes"
    private static string? ReadQuoted(string query, ref int i)
    {
        var text = new StringBuilder();
        for (i++; i < query.Length; i++)
        {
            if (query[i] == '"')
            {
                i++;
                return text.ToString();
            }

            var isEscaped = query[i] == '\\' && i + 1 < query.Length && query[i + 1] is '"' or '\\';
            text.Append(isEscaped ? query[++i] : query[i]);
        }

        return null;
    }

    // word, 10:20:30, http://x, or the name of a field: service:
    private static QueryToken ReadWord(string query, ref int i)
    {
        var start = i;
        var depth = 0;
        while (i < query.Length && !char.IsWhiteSpace(query[i]) && query[i] != '"')
        {
            if (query[i] == ':' && IsName(query.AsSpan(start, i - start)) && i + 1 < query.Length && query[i + 1] != ':' && !query.AsSpan(i + 1).StartsWith("//"))
            {
                var name = query[start..i];
                i++;
                return new QueryToken(QueryTokenKind.Field, name, start + 1);
            }

            // main() is a word, (a) is a group.
            depth += query[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth < 0)
            {
                break;
            }

            i++;
        }

        var word = query[start..i];
        var kind = word switch { "OR" or "||" => QueryTokenKind.Or, "AND" or "&&" => QueryTokenKind.And, "NOT" => QueryTokenKind.Not, _ => QueryTokenKind.Word };
        return new QueryToken(kind, word, start + 1);
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !(char.IsLetter(text[0]) || text[0] is '_' or '@'))
        {
            return false;
        }

        foreach (var character in text)
        {
            if (!(char.IsLetterOrDigit(character) || character is '_' or '-' or '.' or '/' or '@'))
            {
                return false;
            }
        }

        return true;
    }
}
