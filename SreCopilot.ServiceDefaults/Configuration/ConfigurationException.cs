namespace SreCopilot.ServiceDefaults.Configuration;

/// <summary>A configuration mistake found before options can be validated. The message says what to change.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
