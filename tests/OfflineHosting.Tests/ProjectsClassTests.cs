using System.Reflection;

namespace OfflineHosting.Tests;

/// <summary>What the build writes into an AppHost about the projects that it refers to.</summary>
public class ProjectsClassTests
{
    private static readonly AppHostProgram Program = AppHostProgram.Find("kitchen-sink");
    private static readonly Assembly AppHost = Assembly.LoadFrom(Program.Assembly);

    [Theory]
    [InlineData("Projects.Web", "Web/Web.csproj")]
    [InlineData("Projects.odd_name__2nd", "odd-name.2nd/odd-name.2nd.csproj")]
    public void Each_referenced_project_has_a_class_with_its_path(string className, string path)
    {
        var project = Assert.IsAssignableFrom<IProjectMetadata>(Activator.CreateInstance(AppHost.GetType(className, throwOnError: true)!));

        Assert.Equal(Path.Combine(Path.GetDirectoryName(Program.ProjectFolder)!, path), project.ProjectPath);
        Assert.True(project.SuppressBuild);
    }

    [Fact]
    public void AppHost_has_a_class_for_tests()
    {
        Assert.Equal(Program.ProjectFolder, AppHost.GetType("Projects.AppHost", throwOnError: true)!.GetProperty("ProjectPath")!.GetValue(null));
    }

    [Fact]
    public void Libraries_have_no_class()
    {
        Assert.DoesNotContain(AppHost.GetExportedTypes(), type => type.Name.Contains("OfflineHosting", StringComparison.Ordinal));
    }

    [Fact]
    public void Built_program_of_a_project_is_known()
    {
        var project = Path.Combine(Path.GetDirectoryName(Program.ProjectFolder)!, "Web", "Web.csproj");

        var output = ProjectOutputs.Find(AppHost, project);

        Assert.Equal("Web.dll", Path.GetFileName(output));
        Assert.True(File.Exists(output));
        Assert.Null(ProjectOutputs.Find(AppHost, "elsewhere.csproj"));
    }
}
