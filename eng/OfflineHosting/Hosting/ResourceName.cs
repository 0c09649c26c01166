namespace Aspire.Hosting;

/// <summary>The rules for names of resources, which become host names and parts of variables.</summary>
internal static class ResourceName
{
    private const int MaxLength = 64;

    public static void ThrowIfInvalid(string name)
    {
        var problem = name switch
        {
            { Length: 0 or > MaxLength } => $"it must have between 1 and {MaxLength} characters",
            _ when !char.IsAsciiLetter(name[0]) => "it must start with an ASCII letter",
            _ when !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') => "it must contain only ASCII letters, digits and hyphens",
            _ when name.Contains("--", StringComparison.Ordinal) => "it must not contain consecutive hyphens",
            _ when name.EndsWith('-') => "it must not end with a hyphen",
            _ => null,
        };
        if (problem is not null)
        {
            throw new ArgumentException($"Resource name '{name}' is invalid: {problem}.", nameof(name));
        }
    }
}
