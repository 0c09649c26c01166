namespace SreCopilot.OfflineGenerate.Tests;

/// <summary>One run of the program in a folder of its own, which goes when the test ends.</summary>
internal sealed class Run : IDisposable
{
    public static readonly string[] Switches =
        ["--skip-build", "--disable-secrets", "--disable-state", "--non-interactive", "--output-format", "kustomize", "--include-dashboard", "false"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("offline-generate-");

    public string Folder => _folder.FullName;

    public string Output => Path.Combine(Folder, "out");

    public int ExitCode { get; private set; }

    public string Errors { get; private set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>Runs with the switches that the stand-in insists on.</summary>
    public Run Generate(string manifestPath, params string[] options) =>
        Execute(["generate", "-m", manifestPath, "-o", Output, .. Switches, .. options]);

    /// <summary>The same for a manifest given as the text of its <c>resources</c>.</summary>
    public Run GenerateResources(string resources, params string[] options) => GenerateText($$"""{ "resources": { {{resources}} } }""", options);

    public Run GenerateText(string manifest, params string[] options)
    {
        var path = Path.Combine(Folder, "manifest.json");
        File.WriteAllText(path, manifest);
        return Generate(path, options);
    }

    public Run Execute(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        ExitCode = CommandLineTool.Run(arguments, output, errors);
        Text = output.ToString();
        Errors = errors.ToString();
        return this;
    }

    /// <summary>A file of the tree; the run must have succeeded.</summary>
    public string Read(string path)
    {
        Assert.True(ExitCode == 0, Errors);
        return File.ReadAllText(Path.Combine(Output, path)).TrimEnd();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
