using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Finds the launch profile that a project runs with.</summary>
internal static class LaunchProfiles
{
    private static readonly JsonSerializerOptions Options = new() { AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>Gets the chosen profile, else that with the name of the AppHost's own, else the first one that runs the project.</summary>
    public static (string Name, LaunchProfile Profile)? GetEffectiveLaunchProfile(this ProjectResource project)
    {
        if (project.HasAnnotationOfType<ExcludeLaunchProfileAnnotation>())
        {
            return null;
        }

        var metadata = project.GetProjectMetadata();
        var profiles = (metadata.LaunchSettings ?? Read(metadata.ProjectPath))?.Profiles ?? [];
        if (project.TryGetLastAnnotation<LaunchProfileAnnotation>(out var chosen))
        {
            return profiles.TryGetValue(chosen.LaunchProfileName, out var profile)
                ? (chosen.LaunchProfileName, profile)
                : throw new DistributedApplicationException(
                    $"Launch settings of project '{metadata.ProjectPath}' do not contain the profile '{chosen.LaunchProfileName}'. It has: {(profiles.Count == 0 ? "none" : string.Join(", ", profiles.Keys))}.");
        }

        if (project.TryGetLastAnnotation<DefaultLaunchProfileAnnotation>(out var @default)
            && profiles.TryGetValue(@default.LaunchProfileName, out var same) && IsProject(same))
        {
            return (@default.LaunchProfileName, same);
        }

        var first = profiles.FirstOrDefault(entry => IsProject(entry.Value));
        return first.Key is null ? null : (first.Key, first.Value);
    }

    private static bool IsProject(LaunchProfile profile) => string.Equals(profile.CommandName, "Project", StringComparison.OrdinalIgnoreCase);

    private static LaunchSettings? Read(string projectPath)
    {
        if (!File.Exists(projectPath))
        {
            throw new DistributedApplicationException($"Project file '{projectPath}' was not found.");
        }

        var path = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<LaunchSettings>(File.ReadAllText(path), Options);
        }
        catch (JsonException exception)
        {
            throw new DistributedApplicationException($"Failed to get effective launch profile: '{path}' is not valid JSON: {exception.Message}", exception);
        }
    }
}
