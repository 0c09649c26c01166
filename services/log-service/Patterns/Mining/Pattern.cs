using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.LogService.Patterns.Mining;

/// <summary>What messages of one kind have in common. Its id follows from its form alone, so all replicas give it the same.</summary>
internal sealed class Pattern
{
    private Pattern? _mergedInto;
    private Guid? _id;

    private Pattern(string key, string[] tokens, string text)
    {
        (Key, Tokens, Text) = (key, tokens, text);
        Variables = tokens.Count(token => token == TokenList.Variable);
    }

    public Guid Id => _id ??= new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(Key)).AsSpan(0, 16), bigEndian: true);

    /// <summary>The tokens with a blank between each two.</summary>
    public string Key { get; }

    /// <summary>Words, marks and <see cref="TokenList.Variable"/>.</summary>
    public string[] Tokens { get; }

    /// <summary>For people: spaced as the message that was seen first.</summary>
    public string Text { get; }

    public int Variables { get; }

    /// <summary>The more general pattern that has taken its place, or itself.</summary>
    public Pattern Current
    {
        get
        {
            var current = this;
            while (current._mergedInto is { } next)
            {
                current = next;
            }

            return current;
        }
    }

    public bool IsMerged => _mergedInto is not null;

    public static Pattern Of(TokenList tokens)
    {
        var words = new string[tokens.Count];
        var spaces = new bool[tokens.Count];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = tokens[i].IsVariable ? TokenList.Variable : tokens.TextOf(i).ToString();
            spaces[i] = tokens[i].AfterSpace;
        }

        return Of(words, spaces);
    }

    /// <summary>One that was stored.</summary>
    public static Pattern Load(string key, string text) => new(key, key.Split(' '), text);

    /// <summary>The same with variables at the given places.</summary>
    public Pattern Generalise(int first, int second)
    {
        var tokens = (string[])Tokens.Clone();
        tokens[first] = TokenList.Variable;
        tokens[second] = TokenList.Variable;
        return Of(tokens, Spaces());
    }

    /// <summary>Whether every message of the other form is one of this form.</summary>
    public bool Covers(string[] tokens)
    {
        if (tokens.Length != Tokens.Length)
        {
            return false;
        }

        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i] != Tokens[i] && (Tokens[i] != TokenList.Variable || !WordRules.IsWord(tokens[i])))
            {
                return false;
            }
        }

        return true;
    }

    public void MergeInto(Pattern general)
    {
        // Never in a circle, whatever was stored.
        if (general.Current != this && _mergedInto is null)
        {
            _mergedInto = general;
        }
    }

    private static Pattern Of(string[] tokens, bool[] spaces)
    {
        var text = new StringBuilder();
        for (var i = 0; i < tokens.Length; i++)
        {
            text.Append(spaces[i] && i > 0 ? " " : "").Append(tokens[i]);
        }

        return new Pattern(string.Join(' ', tokens), tokens, text.ToString());
    }

    private bool[] Spaces()
    {
        var spaces = new bool[Tokens.Length];
        var at = 0;
        for (var i = 0; i < Tokens.Length; i++)
        {
            spaces[i] = at < Text.Length && Text[at] == ' ';
            at += Tokens[i].Length + (spaces[i] ? 1 : 0);
        }

        return spaces;
    }
}
