namespace SreCopilot.MetricsCollectorService.Transactions;

/// <summary>
/// What requests for the same thing have in common: <c>/users/42/orders/9f1c...?page=2</c> is <c>/users/{id}/orders/{id}</c>. The SDK sends
/// raw paths; without this every id would be an endpoint of its own in the roll-ups.
/// </summary>
internal static class EndpointTemplate
{
    private const int Length = 200;
    private const int LongestWord = 40;

    public static string Of(string endpoint)
    {
        var end = endpoint.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? endpoint : endpoint[..end];
        if (!path.StartsWith('/'))
        {
            return Cut(path);
        }

        var segments = path.Split('/');
        for (var i = 1; i < segments.Length; i++)
        {
            if (IsId(segments[i]))
            {
                segments[i] = "{id}";
            }
        }

        return Cut(string.Join('/', segments));
    }

    // Numbers, UUIDs, hexadecimal hashes, and what is too long to be a word. "v2" and "oauth2" are words.
    private static bool IsId(string segment)
    {
        if (segment.Length == 0 || segment[0] is '{' or ':')
        {
            return false;
        }

        var digits = segment.Count(char.IsAsciiDigit);
        return digits == segment.Length
            || segment.Length > LongestWord
            || Guid.TryParse(segment, out _)
            || (segment.Length >= 8 && digits > 0 && segment.All(char.IsAsciiHexDigit))
            || (digits >= 4 && digits * 2 >= segment.Length);
    }

    private static string Cut(string text) => text.Length <= Length ? text : text[..Length];
}
