using System.CommandLine;
using System.CommandLine.Parsing;

namespace SreCopilot.OfflineGenerate;

/// <summary><c>offline-generate generate</c>: the options of <c>aspirate generate</c> that this project uses, with the same names and meaning.</summary>
internal sealed class GenerateCommand : Command
{
    private readonly Option<FileInfo> _manifest = new("--aspire-manifest", "-m")
    {
        Description = "The Aspire manifest to read (written by the AppHost with --publisher manifest).",
        Required = true,
    };

    private readonly Option<string> _output = new("--output-path", "-o")
    {
        Description = "The folder to write the Kustomize tree to.",
        DefaultValueFactory = _ => "aspirate-output",
    };

    private readonly Option<string> _pullPolicy = new("--image-pull-policy")
    {
        Description = "The pull policy of every container.",
        DefaultValueFactory = _ => "IfNotPresent",
    };

    private readonly Option<string?> _namespace = new("--namespace")
    {
        Description = "The namespace of every object; a Namespace object is written for it.",
    };

    private readonly Option<string[]> _imageTag = new("--container-image-tag", "-ct")
    {
        Description = "The tag of the images that are built; of several, the manifests use the first.",
        DefaultValueFactory = _ => ["latest"],
    };

    private readonly Option<string?> _registry = new("--container-registry", "-cr")
    {
        Description = "The registry of the images that are built.",
    };

    private readonly Option<string?> _repositoryPrefix = new("--container-repository-prefix", "-crp")
    {
        Description = "What stands before the resource's name in the images that are built.",
    };

    private readonly Option<string[]> _parameter = new("--parameter", "-pa")
    {
        Description = "name=value: the value of a parameter of the manifest. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _outputFormat = new("--output-format")
    {
        Description = "The format to write: kustomize.",
        DefaultValueFactory = _ => "kustomize",
    };

    private readonly Option<bool> _includeDashboard = new("--include-dashboard", "--with-dashboard")
    {
        Description = "Must be false: infra/kubernetes/overlays adds the dashboard.",
    };

    /// <summary>aspirate does more unless these are given. The stand-in cannot, so it insists on them: the same line then means the same to both.</summary>
    private readonly Option<bool>[] _requiredSwitches =
    [
        new("--skip-build") { Description = "Required: images are not built here." },
        new("--disable-secrets") { Description = "Required: no secret files are written." },
        new("--disable-state") { Description = "Required: no state file is read or written." },
        new("--non-interactive") { Description = "Required: nothing is asked." },
    ];

    public GenerateCommand()
        : base("generate", "Writes the Kustomize tree that aspirate 9.1 writes for an Aspire manifest.")
    {
        _pullPolicy.AcceptOnlyFromAmong("Always", "IfNotPresent", "Never");
        Option[] options =
        [
            _manifest, _output, _pullPolicy, _namespace, _imageTag, _registry, _repositoryPrefix, _parameter, _outputFormat, _includeDashboard,
            .. _requiredSwitches,
        ];
        foreach (var option in options)
        {
            Options.Add(option);
        }

        Validators.Add(Validate);
        SetAction(Run);
    }

    private void Validate(CommandResult result)
    {
        var missing = _requiredSwitches.Where(option => !result.GetValue(option)).Select(option => option.Name).ToList();
        if (missing.Count > 0)
        {
            result.AddError($"Add {string.Join(' ', missing)}: without them aspirate would build images, ask, or write secrets and state, which offline-generate cannot do.");
        }

        if (result.GetValue(_outputFormat) is { } format && format != "kustomize")
        {
            result.AddError($"The output format '{format}' is not supported: offline-generate writes only kustomize.");
        }

        if (result.GetValue(_includeDashboard))
        {
            result.AddError("The dashboard is not written here: give --include-dashboard false and use infra/kubernetes/overlays/observability.");
        }
    }

    private int Run(ParseResult result)
    {
        var error = result.InvocationConfiguration.Error;
        try
        {
            var options = new GenerateOptions
            {
                ManifestPath = result.GetRequiredValue(_manifest).FullName,
                OutputPath = Path.GetFullPath(result.GetRequiredValue(_output)),
                ImagePullPolicy = result.GetRequiredValue(_pullPolicy),
                Namespace = result.GetValue(_namespace),
                ContainerRegistry = result.GetValue(_registry),
                ContainerRepositoryPrefix = result.GetValue(_repositoryPrefix),
                ContainerImageTag = result.GetRequiredValue(_imageTag).FirstOrDefault() ?? "latest",
                Parameters = ParameterArguments.Parse(result.GetRequiredValue(_parameter)),
            };
            var folders = Generator.Generate(options, error);
            result.InvocationConfiguration.Output.WriteLine($"Wrote {folders} resources to {options.OutputPath}");
            return 0;
        }
        catch (GenerateException exception)
        {
            error.WriteLine($"error: {exception.Message}");
            return 1;
        }
    }
}
