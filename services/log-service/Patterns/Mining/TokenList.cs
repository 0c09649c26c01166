namespace SreCopilot.LogService.Patterns.Mining;

/// <summary>A piece of a message: a word, a mark, or something that is certainly a value.</summary>
internal readonly record struct Token(int Start, int Length, int Hash, bool IsVariable, bool AfterSpace);

/// <summary>The pieces of one message. Its memory is used again for the next one, so reading a message allocates nothing.</summary>
internal sealed class TokenList
{
    public const string Variable = "<*>";

    private char[] _text = new char[1024];
    private int _length;
    private Token[] _tokens = new Token[128];

    public int Count { get; private set; }

    public ref Token this[int index] => ref _tokens[index];

    public ReadOnlySpan<char> TextOf(int index) => _text.AsSpan(_tokens[index].Start, _tokens[index].Length);

    public void Clear() => (_length, Count) = (0, 0);

    public void Truncate(int count) => Count = Math.Min(Count, count);

    public void AddVariable(bool afterSpace) => Add(Variable, afterSpace, isVariable: true);

    public void Add(ReadOnlySpan<char> text, bool afterSpace, bool isVariable = false)
    {
        if (_length + text.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + text.Length));
        }

        if (Count == _tokens.Length)
        {
            Array.Resize(ref _tokens, _tokens.Length * 2);
        }

        text.CopyTo(_text.AsSpan(_length));
        _tokens[Count++] = new Token(_length, text.Length, string.GetHashCode(text), isVariable, afterSpace);
        _length += text.Length;
    }

    public bool AreEqual(int first, int second) =>
        _tokens[first].Hash == _tokens[second].Hash && TextOf(first).SequenceEqual(TextOf(second));

    /// <summary>All tokens with one blank between them: what two messages of the same form have in common.</summary>
    public ReadOnlySpan<char> WriteKey(ref char[] buffer)
    {
        if (buffer.Length < _length + Count)
        {
            buffer = new char[(_length + Count) * 2];
        }

        var written = 0;
        for (var i = 0; i < Count; i++)
        {
            if (i > 0)
            {
                buffer[written++] = ' ';
            }

            TextOf(i).CopyTo(buffer.AsSpan(written));
            written += _tokens[i].Length;
        }

        return buffer.AsSpan(0, written);
    }
}
