using System.Security.Cryptography;

namespace SreCopilot.OfflineGenerate.Manifest;

/// <summary>The value of every parameter: given on the command line, else its default, else generated.</summary>
internal sealed class ParameterValues
{
    private const string LettersAndDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private readonly Dictionary<string, string> _values = [];

    public ParameterValues(AspireManifest manifest, IReadOnlyDictionary<string, string> given, TextWriter warnings)
    {
        var parameters = manifest.Resources.Values.Where(resource => resource is { Type: "parameter.v0", Inputs.Count: > 0 }).ToList();
        var unknown = given.Keys.Where(name => !parameters.Any(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))).ToList();
        if (unknown.Count > 0)
        {
            throw new GenerateException($"The manifest has no parameter {Quoted(unknown)}.");
        }

        var missing = new List<string>();
        foreach (var parameter in parameters)
        {
            var fallback = parameter.Inputs.Values.Select(input => input.Default).FirstOrDefault(value => value is not null);
            if (given.TryGetValue(parameter.Name, out var value) || (value = fallback?.Value) is not null)
            {
                _values.Add(parameter.Name, value);
            }
            else if (fallback?.Generate is { } generate)
            {
                warnings.WriteLine($"warning: the parameter '{parameter.Name}' gets a new random value in every run. Fix it with --parameter {parameter.Name}=...");
                _values.Add(parameter.Name, Random(generate));
            }
            else
            {
                missing.Add(parameter.Name);
            }
        }

        if (missing.Count > 0)
        {
            throw new GenerateException($"These parameters have no value: {Quoted(missing)}. Give each with --parameter name=value.");
        }
    }

    public string this[string name] => _values[name];

    private static string Random(GeneratedValue rule) =>
        RandomNumberGenerator.GetString(rule.Special ? LettersAndDigits + "!" : LettersAndDigits, rule.MinLength);

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
