namespace SreCopilot.ServiceDefaults.Errors;

/// <summary>Which exceptions mean "a dependency is away" and are answered with 503. Each data-access library adds its own.</summary>
public sealed class DependencyFaults
{
    private readonly List<(string Dependency, Func<Exception, bool> Matches)> _faults = [];

    /// <summary>Adds a test for a dependency's outage.</summary>
    /// <param name="dependency">Its name as clients may see it, for example <c>database</c>.</param>
    /// <param name="matches">True for exceptions that mean it is away.</param>
    public void Add(string dependency, Func<Exception, bool> matches) => _faults.Add((dependency, matches));

    internal string? FindDependency(Exception exception) =>
        _faults.FirstOrDefault(fault => fault.Matches(exception)).Dependency;
}
