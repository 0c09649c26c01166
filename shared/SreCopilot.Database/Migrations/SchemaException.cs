namespace SreCopilot.Database;

/// <summary>The schema and the program do not fit each other; waiting does not help, an operator must decide.</summary>
internal sealed class SchemaException(string message) : Exception(message);
