using System.Reflection;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>The project's documentation.</summary>
internal static class DocumentsFolder
{
    public static string Find(string name) =>
        Path.Combine(typeof(DocumentsFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ApiDocuments").Value!, "..", name);
}
