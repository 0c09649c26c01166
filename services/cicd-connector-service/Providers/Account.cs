using System.Text.Json.Nodes;
using SreCopilot.CicdConnectorService.Connections;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Providers;

/// <summary>Where to ask, and as whom.</summary>
/// <param name="Provider">github, azure_devops, gitlab, jenkins or bitbucket.</param>
/// <param name="Credentials">Decrypted.</param>
/// <param name="Config">As the user typed it.</param>
internal sealed record Account(string Provider, Credentials Credentials, JsonObject Config)
{
    /// <summary>The first of the settings that holds text.</summary>
    public string? Setting(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (ConfigReader.Text(Config[name]) is { } text)
            {
                return text;
            }
        }

        return null;
    }
}

/// <summary>Whose credentials they are.</summary>
/// <param name="User">The name to log in with, or what the system shows instead.</param>
/// <param name="Name">The person's name, where the system tells it.</param>
/// <param name="Id">The system's id, where it tells it.</param>
/// <param name="Missing">What the credentials may not do although the connection needs it; null: nothing.</param>
internal sealed record AccountOwner(string User, string? Name = null, string? Id = null, Fault? Missing = null);

/// <summary>What is built and deployed: a repository; with Azure DevOps a project, with Jenkins a job.</summary>
internal sealed record Repository(string Name, string FullName, bool Private, string DefaultBranch = "", string Url = "");

/// <summary>A workflow, pipeline definition or job.</summary>
internal sealed record Pipeline(string Id, string Name, string Folder = "", string Url = "");
