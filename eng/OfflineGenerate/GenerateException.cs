namespace SreCopilot.OfflineGenerate;

/// <summary>The input cannot be turned into a tree. The message tells the user what is wrong and what to do; no stack trace is shown.</summary>
internal sealed class GenerateException : Exception
{
    public GenerateException(string message)
        : base(message)
    {
    }

    public GenerateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
