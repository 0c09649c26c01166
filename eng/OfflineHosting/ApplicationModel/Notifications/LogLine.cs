namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line of the console log of a resource.</summary>
/// <param name="LineNumber">The number of the line, from 1.</param>
/// <param name="Content">The line.</param>
/// <param name="IsErrorMessage">Whether it was written to standard error.</param>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);

/// <summary>Tells whether anybody watches a log.</summary>
/// <param name="Name">The name of the resource instance.</param>
/// <param name="AnySubscribers">Whether anybody does.</param>
public readonly record struct LogSubscriber(string Name, bool AnySubscribers);
