using System.Diagnostics;
using System.Runtime.Versioning;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>A copy of what the scripts work on, with a few lines in place of the sources, and commands in place of docker and others.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class WorkingCopy : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("working-copy-").FullName;

    public WorkingCopy()
    {
        Copy("aspirate-output");
        Copy("infra/kubernetes");
        Write(".dockerignore", "");
        Write("global.json", "{}");
        Write("Directory.Build.props", "<Version>1.2.3</Version>");
        Write("Directory.Packages.props", "");
        Write("SreCopilot.ServiceDefaults/Defaults.cs", "// defaults");
        Write("SreCopilot.Gateway/Program.cs", "// entry point");
        Write("shared/Library/Code.cs", "// shared");
        Write("services/Directory.Build.props", "");
        Write("frontend/index.html", "<html></html>");
        foreach (var service in Directory.EnumerateDirectories(PathOf("aspirate-output")).Select(Path.GetFileName).Where(name => name is not ("redis" or "frontend")))
        {
            Write($"services/{service}/Program.cs", $"// {service}");
        }

        Directory.CreateDirectory(PathOf("tools"));
    }

    public Dictionary<string, string> Environment { get; } = [];

    public string PathOf(string relative) => Path.Combine(_root, relative);

    public string Read(string relative) => File.Exists(PathOf(relative)) ? File.ReadAllText(PathOf(relative)) : "";

    public void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllText(PathOf(relative), text);
    }

    /// <summary>Puts a command in front of the real one. It writes down how it was called in <c>calls</c>; then <paramref name="body"/> runs.</summary>
    public void Tool(string name, string body)
    {
        Write($"tools/{name}", $"#!/usr/bin/env bash\necho \"{name} $*\" >> '{PathOf("calls")}'\n{body}\n");
        File.SetUnixFileMode(PathOf($"tools/{name}"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    /// <summary>How the tools were called, in order.</summary>
    public IReadOnlyList<string> Calls => Read("calls").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A docker that knows the images in the file <c>images</c> and builds any other.</summary>
    public void Docker() => Tool("docker", $$"""
        case "$1 $2" in
          "image inspect")
            for reference; do :; done
            grep -qxF "$reference" '{{PathOf("images")}}' 2>/dev/null || exit 1
            echo 12345678 ;;
          "build --help") echo --secret ;;
          "build --progress")
            while [[ $# -gt 0 ]]; do [[ $1 != --tag ]] || echo "$2" >> '{{PathOf("images")}}'; shift; done ;;
        esac
        """);

    public Task<Script> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(PathOf($"infra/kubernetes/scripts/{script}"), arguments) { WorkingDirectory = Path.GetTempPath() };
        start.Environment["PATH"] = $"{PathOf("tools")}:{System.Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["POSTGRES_PASSWORD"] = "hush-hush";
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Script.RunAsync(start);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Copy(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(Repository.Root, file);
            if (Path.GetFileName(file) != ".env" && !relative.Contains(".generated", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
                File.Copy(file, PathOf(relative));
            }
        }
    }
}
