namespace SreCopilot.LogService.Patterns.Mining;

/// <summary>
/// Finds the pattern of each message, one after the other, without knowing what will come (after Drain, He et al. 2017).
/// Values are recognised by how they look (<see cref="WordRules"/>). A word is a value when more than a few different
/// words stand in its place while everything else is the same: <c>session closed for user root</c>, <c>... alice</c>,
/// <c>... bob</c>, <c>... carol</c>; two or three, as in <c>startup succeeded</c>, <c>shutdown succeeded</c>, are different messages.
/// The more specific patterns are then merged into the general one. One for a project; not for several threads at once.
/// </summary>
internal sealed class PatternMiner
{
    // As many words in one place are different messages; one more, and they are values.
    private const int DistinctWords = 3;

    // The first word is the subject of the message: it takes more to believe that it is a value.
    private const int DistinctFirstWords = 10;

    // Of two places that differ at once, each needs more words.
    private const int FactorOfPairs = 2;

    private const int RememberedForms = 1024;
    private const int LongestRemembered = 1000;

    private readonly int _maximumPatterns;
    private readonly Tokenizer _tokenizer = new();
    private readonly Dictionary<string, Pattern> _patterns = [];
    private readonly Dictionary<int, List<Pattern>> _byLength = [];
    private readonly Dictionary<string, Pattern> _forms = [];
    private readonly Dictionary<string, Pattern>.AlternateLookup<ReadOnlySpan<char>> _formOf;
    private readonly List<Pattern> _changed = [];
    private char[] _key = new char[1024];
    private int _live;

    /// <param name="maximumPatterns">So many at most; messages of new forms are then all counted as one pattern of a lone variable.</param>
    public PatternMiner(int maximumPatterns)
    {
        _maximumPatterns = maximumPatterns;
        _formOf = _forms.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Patterns that nothing more general has replaced.</summary>
    public IEnumerable<Pattern> Live => _byLength.Values.SelectMany(patterns => patterns);

    /// <summary>The pattern of a message; null when there is nothing in it. Ask <see cref="Pattern.Current"/> later.</summary>
    public Pattern? Find(ReadOnlySpan<char> message)
    {
        _tokenizer.Read(message);
        if (_tokenizer.Tokens.Count == 0)
        {
            return null;
        }

        var key = _tokenizer.Tokens.WriteKey(ref _key);
        if (!_formOf.TryGetValue(key, out var pattern))
        {
            var form = Pattern.Of(_tokenizer.Tokens);
            pattern = FindCovering(form.Tokens) ?? AddNew(form);
            Remember(form.Key, pattern);
        }

        return pattern.Current;
    }

    /// <summary>Adds what another replica found, or what was stored.</summary>
    public void Learn(Pattern pattern)
    {
        if (!_patterns.ContainsKey(pattern.Key))
        {
            Add(pattern);
        }
    }

    /// <summary>What is new or was merged since the last call.</summary>
    public List<Pattern> TakeChanges()
    {
        List<Pattern> changes = [.. _changed.Distinct()];
        _changed.Clear();
        return changes;
    }

    private Pattern? FindCovering(string[] tokens)
    {
        Pattern? best = null;
        foreach (var pattern in _byLength.GetValueOrDefault(tokens.Length) ?? [])
        {
            if ((best is null || pattern.Variables < best.Variables) && pattern.Covers(tokens))
            {
                best = pattern;
            }
        }

        return best;
    }

    private Pattern AddNew(Pattern form)
    {
        if (_live >= _maximumPatterns)
        {
            form = Pattern.Load(TokenList.Variable, TokenList.Variable);
            if (_patterns.TryGetValue(form.Key, out var everythingElse))
            {
                return everythingElse.Current;
            }
        }

        _changed.Add(form);
        return Add(form);
    }

    private Pattern Add(Pattern pattern)
    {
        _patterns[pattern.Key] = pattern;
        var siblings = _byLength.TryGetValue(pattern.Tokens.Length, out var known) ? known : _byLength[pattern.Tokens.Length] = [];
        for (var i = siblings.Count - 1; i >= 0; i--)
        {
            if (pattern.Variables > 0 && pattern.Covers(siblings[i].Tokens))
            {
                Merge(siblings[i], pattern, siblings);
            }
        }

        siblings.Add(pattern);
        _live++;
        return Generalise(pattern, siblings);
    }

    private Pattern Generalise(Pattern pattern, List<Pattern> siblings)
    {
        foreach (var (places, others) in Differences.Between(pattern, siblings))
        {
            if (!AreValues(pattern, others, places))
            {
                continue;
            }

            var general = pattern.Generalise(places.First, places.Second);
            var isNew = !_patterns.TryGetValue(general.Key, out var known);
            if (isNew)
            {
                _changed.Add(general);
                return Add(general);
            }

            foreach (var other in others.Append(pattern))
            {
                Merge(other, known!.Current, siblings);
            }

            return known!.Current;
        }

        return pattern;
    }

    private static bool AreValues(Pattern pattern, List<Pattern> others, Places places)
    {
        var words = pattern.Tokens.Where((token, place) => !places.Contains(place) && token != TokenList.Variable).Count(token => WordRules.IsWord(token));
        return words >= places.Count && HasEnoughWords(places.First) && HasEnoughWords(places.Second);

        bool HasEnoughWords(int place)
        {
            var enough = (place == 0 ? DistinctFirstWords : DistinctWords) * (places.Count > 1 ? FactorOfPairs : 1);
            return others.Count >= enough && others.Select(other => other.Tokens[place]).Append(pattern.Tokens[place]).Distinct().Count() > enough;
        }
    }

    private void Merge(Pattern special, Pattern general, List<Pattern> siblings)
    {
        if (special != general && siblings.Remove(special))
        {
            special.MergeInto(general);
            _changed.Add(special);
            _live--;
        }
    }

    private void Remember(string form, Pattern pattern)
    {
        if (form.Length > LongestRemembered)
        {
            return;
        }

        if (_forms.Count >= RememberedForms)
        {
            _forms.Clear();
        }

        _forms[form] = pattern;
    }
}
