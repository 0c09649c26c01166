using System.Reflection;

namespace SreCopilot.Scripts.Tests;

/// <summary>A repository with the real scripts and stand-ins for what they start; removed at the end.</summary>
internal sealed class Repository : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string[] Scripts =
        ["run", "test", "eng/lib.sh", "eng/setup.sh", "eng/build.sh", "eng/preflight.mjs", "eng/npm/postgres/package.json", "Directory.Build.props"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scripts-");

    public Repository()
    {
        foreach (var script in Scripts)
        {
            var copy = PathOf(script);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Original, script), copy);
        }

        DashboardPort = TestPort.Free();
        Write("SreCopilot.AppHost/Properties/launchSettings.json", $$"""
            {
              "profiles": {
                "http": {
                  "applicationUrl": "http://localhost:{{DashboardPort}}",
                  "environmentVariables": { "FROM_PROFILE": "a value with spaces" }
                },
                "containers": { "applicationUrl": "http://localhost:{{DashboardPort}}", "environmentVariables": {} }
              }
            }
            """);
        Write("SreCopilot.AppHost/AppHost.cs", "");
        // What setup and build would do takes minutes and the network; tests of those two bring the original back.
        Program("eng/setup.sh", "exit 0");
        Program("eng/build.sh", "exit 0");
        Program("eng/with-platform.sh", "[[ $1 != --demo ]] || shift; E2E_BASE_URL=http://localhost exec \"$@\"");
    }

    public static string Original { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    public int DashboardPort { get; }

    public string Root => _folder.FullName;

    public string PathOf(string file) => Path.Combine(Root, file);

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    /// <summary>An executable bash script.</summary>
    public void Program(string file, string text)
    {
        Write(file, $"#!/bin/bash\n{text}\n");
        File.SetUnixFileMode(PathOf(file), Executable);
    }

    /// <summary>The program that <c>./run</c> starts.</summary>
    public void AppHost(string text) => Program("SreCopilot.AppHost/bin/Debug/net10.0/SreCopilot.AppHost", text);

    public void UseOriginal(string script) => File.Copy(Path.Combine(Original, script), PathOf(script), overwrite: true);

    /// <summary>A command that takes the place of the machine's own.</summary>
    public void Command(string name, string text) => Program($"commands/{name}", text);

    /// <summary>Takes commands off the PATH: it then holds links to all others.</summary>
    public void Without(params string[] names)
    {
        Directory.CreateDirectory(PathOf("path"));
        foreach (var command in Environment.GetEnvironmentVariable("PATH")!.Split(':').Where(Directory.Exists).SelectMany(Directory.EnumerateFiles))
        {
            var link = PathOf($"path/{Path.GetFileName(command)}");
            if (!names.Contains(Path.GetFileName(command)) && !File.Exists(link))
            {
                File.CreateSymbolicLink(link, command);
            }
        }
    }

    /// <summary>The PATH with this repository's commands first.</summary>
    public string SearchPath => PathOf("commands") + ":" + (Directory.Exists(PathOf("path")) ? PathOf("path") : Environment.GetEnvironmentVariable("PATH"));

    public void Dispose() => _folder.Delete(recursive: true);
}
