namespace SreCopilot.LogService.Patterns.Mining;

/// <summary>One place, twice, or two places of a pattern.</summary>
internal readonly record struct Places(int First, int Second)
{
    public int Count => First == Second ? 1 : 2;

    public bool Contains(int place) => place == First || place == Second;
}

/// <summary>Where patterns of the same length have other words.</summary>
internal static class Differences
{
    /// <summary>The patterns that differ from one in a place or two only, by those places; single places first.</summary>
    public static IEnumerable<(Places Places, List<Pattern> Others)> Between(Pattern pattern, List<Pattern> siblings)
    {
        Dictionary<Places, List<Pattern>> byPlaces = [];
        foreach (var sibling in siblings)
        {
            if (sibling != pattern && Find(pattern.Tokens, sibling.Tokens) is { } places)
            {
                (byPlaces.TryGetValue(places, out var others) ? others : byPlaces[places] = []).Add(sibling);
            }
        }

        return byPlaces.OrderBy(entry => entry.Key.Count).ThenBy(entry => entry.Key.First).ThenBy(entry => entry.Key.Second).Select(entry => (entry.Key, entry.Value));
    }

    private static Places? Find(string[] one, string[] other)
    {
        var (first, second) = (-1, -1);
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i] == other[i])
            {
                continue;
            }

            if (second != first || one[i] == TokenList.Variable || other[i] == TokenList.Variable || !WordRules.IsWord(one[i]) || !WordRules.IsWord(other[i]))
            {
                return null;
            }

            (first, second) = first < 0 ? (i, i) : (first, i);
        }

        return first < 0 ? null : new Places(first, second);
    }
}
