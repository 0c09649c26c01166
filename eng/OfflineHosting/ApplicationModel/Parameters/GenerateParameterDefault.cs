using System.Security.Cryptography;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A default that is generated at random, for passwords and keys.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    // Without l, o, I and O, which are easily mistaken.
    private const string LowerCharacters = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperCharacters = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string NumericCharacters = "0123456789";

    // Those that need no quoting in shells and connection strings.
    private const string SpecialCharacters = "-_.{}~()*+!";

    /// <summary>Gets or sets the least length.</summary>
    public int MinLength { get; set; }

    /// <summary>Gets or sets whether lower-case letters are used.</summary>
    public bool Lower { get; set; } = true;

    /// <summary>Gets or sets whether upper-case letters are used.</summary>
    public bool Upper { get; set; } = true;

    /// <summary>Gets or sets whether digits are used.</summary>
    public bool Numeric { get; set; } = true;

    /// <summary>Gets or sets whether special characters are used.</summary>
    public bool Special { get; set; } = true;

    /// <summary>Gets or sets the least number of lower-case letters.</summary>
    public int MinLower { get; set; }

    /// <summary>Gets or sets the least number of upper-case letters.</summary>
    public int MinUpper { get; set; }

    /// <summary>Gets or sets the least number of digits.</summary>
    public int MinNumeric { get; set; }

    /// <summary>Gets or sets the least number of special characters.</summary>
    public int MinSpecial { get; set; }

    /// <inheritdoc />
    public override string GetDefaultValue()
    {
        (bool Used, int Least, string Characters, string Name)[] classes =
        [
            (Lower, MinLower, LowerCharacters, nameof(Lower)),
            (Upper, MinUpper, UpperCharacters, nameof(Upper)),
            (Numeric, MinNumeric, NumericCharacters, nameof(Numeric)),
            (Special, MinSpecial, SpecialCharacters, nameof(Special)),
        ];

        foreach (var (used, least, _, name) in classes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(least, $"Min{name}");
            if (!used && least > 0)
            {
                throw new ArgumentException($"'Min{name}' must be 0 when '{name}' is off.");
            }
        }

        var alphabet = string.Concat(classes.Where(c => c.Used).Select(c => c.Characters));
        if (alphabet.Length == 0)
        {
            throw new ArgumentException("A generated value needs at least one kind of character.");
        }

        var required = string.Concat(classes.Select(c => RandomNumberGenerator.GetString(c.Characters, c.Least)));
        var characters = (required + RandomNumberGenerator.GetString(alphabet, Math.Max(0, MinLength - required.Length))).ToCharArray();
        RandomNumberGenerator.Shuffle<char>(characters);
        return new string(characters);
    }

    /// <inheritdoc />
    public override void WriteToManifest(ManifestPublishingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var writer = context.Writer;
        writer.WriteStartObject("generate");
        writer.WriteNumber("minLength", MinLength);
        foreach (var (name, used) in new[] { ("lower", Lower), ("upper", Upper), ("numeric", Numeric), ("special", Special) })
        {
            if (!used)
            {
                writer.WriteBoolean(name, false);
            }
        }

        foreach (var (name, least) in new[] { ("minLower", MinLower), ("minUpper", MinUpper), ("minNumeric", MinNumeric), ("minSpecial", MinSpecial) })
        {
            if (least > 0)
            {
                writer.WriteNumber(name, least);
            }
        }

        writer.WriteEndObject();
    }
}
