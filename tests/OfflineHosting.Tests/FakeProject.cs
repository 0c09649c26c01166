namespace OfflineHosting.Tests;

/// <summary>A project with two launch profiles.</summary>
public sealed class FakeProject : IProjectMetadata
{
    public string ProjectPath => Path.Combine(Model.Folder, "..", "Fake", "Fake.csproj");

    public LaunchSettings LaunchSettings { get; } = new()
    {
        Profiles = new()
        {
            ["IIS Express"] = new LaunchProfile { CommandName = "IISExpress", ApplicationUrl = "http://localhost:1" },
            ["http"] = new LaunchProfile
            {
                CommandName = "Project",
                ApplicationUrl = "http://localhost:5100",
                LaunchUrl = "swagger",
                CommandLineArgs = """--verbose "two words" a\"b """,
                EnvironmentVariables = new() { ["FROM_PROFILE"] = "http", ["ASPNETCORE_ENVIRONMENT"] = "Development" },
            },
            ["both"] = new LaunchProfile
            {
                CommandName = "Project",
                ApplicationUrl = "https://localhost:5201;http://localhost:5200;http://localhost:5202",
                EnvironmentVariables = new() { ["FROM_PROFILE"] = "both" },
            },
        },
    };
}
