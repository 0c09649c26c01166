using System.Globalization;

namespace SreCopilot.EmbeddedShared;

/// <summary>Reads environment variables into typed options and collects every error, so that the user sees all of them at once.</summary>
internal sealed class Settings(IConfiguration configuration)
{
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> Errors => _errors;

    public int Port(string name)
    {
        if (int.TryParse(configuration[name], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535)
        {
            return port;
        }

        Refuse(configuration[name] is { Length: > 0 } value
            ? $"{name} is '{value}': it must be a port number from 1 to 65535."
            : $"{name} is not set: it must be a port number from 1 to 65535.");
        return 0;
    }

    public string Required(string name)
    {
        if (configuration[name] is { Length: > 0 } value)
        {
            return value;
        }

        Refuse($"{name} is not set: it is mandatory.");
        return "";
    }

    public string Text(string name, string fallback) => Optional(name) ?? fallback;

    public string? Optional(string name) => configuration[name] is { Length: > 0 } value ? value : null;

    /// <summary>A folder; a relative one counts from the root of the repository.</summary>
    public string Folder(string name, string fallback) => Path.GetFullPath(Text(name, fallback), RepositoryRoot.Path);

    public void Refuse(string error) => _errors.Add(error);
}
