namespace SreCopilot.ServiceDefaults.Validation;

/// <summary>What users may type. PostgreSQL takes no NUL, and a line break in a name can forge a line of a log or a mail.</summary>
public static class Text
{
    /// <summary>The most characters a name has.</summary>
    public const int NameLength = 255;

    /// <summary>One line of 1 to <paramref name="maximum"/> characters that are not all blank.</summary>
    public static bool IsName(string? text, int maximum = NameLength) => IsLine(text, maximum) && text!.Trim().Length > 0;

    /// <summary>At most one line.</summary>
    public static bool IsLine(string? text, int maximum) => text is not null && text.Length <= maximum && !text.Any(char.IsControl);

    /// <summary>Any number of lines.</summary>
    public static bool IsProse(string? text, int maximum) =>
        text is not null && text.Length <= maximum && !text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'));
}
