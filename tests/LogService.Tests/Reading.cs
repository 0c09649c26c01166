namespace SreCopilot.LogService.Tests;

internal static class Reading
{
    extension(Answer answer)
    {
        /// <summary>The messages of the lines that were found.</summary>
        public List<string?> Messages => answer.Each("items", "message");
    }
}
