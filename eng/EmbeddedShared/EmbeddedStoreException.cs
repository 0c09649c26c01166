namespace SreCopilot.EmbeddedShared;

/// <summary>The store cannot run; the message says why and what to do, and is all that the user sees.</summary>
internal sealed class EmbeddedStoreException(string message) : Exception(message);
