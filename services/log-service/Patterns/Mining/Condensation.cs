namespace SreCopilot.LogService.Patterns.Mining;

/// <summary>Makes one value of what belongs together: dates, numbers with units, lists, repetitions.</summary>
internal static class Condensation
{
    private const int LongestRepetition = 8;

    public static void Run(TokenList raw, TokenList result)
    {
        MarkDates(raw);
        Collapse(raw, result);
    }

    // Fri Jul 1 07:57:30 2005
    private static void MarkDates(TokenList raw)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < raw.Count; i++)
            {
                if (raw[i].Length is >= 3 and <= 9 && !raw[i].IsVariable && IsBesideVariable(raw, i)
                    && (pass == 0 ? WordRules.IsMonth(raw.TextOf(i)) : WordRules.IsDay(raw.TextOf(i))))
                {
                    raw[i] = raw[i] with { IsVariable = true };
                }
            }
        }
    }

    private static bool IsBesideVariable(TokenList raw, int i) => (i > 0 && raw[i - 1].IsVariable) || (i + 1 < raw.Count && raw[i + 1].IsVariable);

    private static void Collapse(TokenList raw, TokenList result)
    {
        for (var i = 0; i < raw.Count; i++)
        {
            if (raw[i].IsVariable)
            {
                result.AddVariable(raw[i].AfterSpace);
            }
            else if (i > 0 && raw[i - 1].IsVariable && WordRules.IsUnit(raw.TextOf(i)))
            {
                continue; // 12 ms
            }
            else
            {
                result.Add(raw.TextOf(i), raw[i].AfterSpace);
            }

            while (CollapseEnd(result))
            {
            }
        }
    }

    // 1 2 3; 1, 2, 3; and anything with a value in it that is said twice in a row: a=1 b=2 a=3 b=4
    private static bool CollapseEnd(TokenList result)
    {
        var count = result.Count;
        if (count >= 3 && result[count - 1].IsVariable && result[count - 3].IsVariable
            && result[count - 2].Length == 1 && result.TextOf(count - 2)[0] is ',' or ';' or '|' or '\\')
        {
            result.Truncate(count - 2);
            return true;
        }

        for (var length = 1; length <= LongestRepetition && 2 * length <= count; length++)
        {
            if (IsRepeated(result, count, length))
            {
                result.Truncate(count - length);
                return true;
            }
        }

        return false;
    }

    private static bool IsRepeated(TokenList result, int count, int length)
    {
        var hasVariable = false;
        for (var i = count - 1; i >= count - length; i--)
        {
            if (!result.AreEqual(i, i - length))
            {
                return false;
            }

            hasVariable |= result[i].IsVariable;
        }

        return hasVariable;
    }
}
