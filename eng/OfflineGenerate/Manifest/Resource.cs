using System.Text.Json;
using System.Text.Json.Serialization;

namespace SreCopilot.OfflineGenerate.Manifest;

/// <summary>One resource of an Aspire manifest: the union of what the types used here may carry.</summary>
internal sealed record Resource
{
    [JsonIgnore]
    public string Name { get; init; } = "";

    /// <summary>The resource as it was read, for placeholders that name any of its properties.</summary>
    [JsonIgnore]
    public JsonElement Json { get; init; }

    public string? Type { get; init; }

    public string? Image { get; init; }

    public JsonElement? Build { get; init; }

    public string? Entrypoint { get; init; }

    public IReadOnlyList<string> Args { get; init; } = [];

    public OrderedDictionary<string, string> Env { get; init; } = [];

    public OrderedDictionary<string, Binding> Bindings { get; init; } = [];

    public IReadOnlyList<Volume> Volumes { get; init; } = [];

    public IReadOnlyList<BindMount> BindMounts { get; init; } = [];

    public OrderedDictionary<string, ParameterInput> Inputs { get; init; } = [];
}

/// <summary>A volume that outlives its container.</summary>
internal sealed record Volume(string? Name, string Target);

/// <summary>A folder or file of the machine that runs the AppHost.</summary>
internal sealed record BindMount(string Source, string Target, bool ReadOnly);

/// <summary>Where the value of a parameter comes from.</summary>
internal sealed record ParameterInput(ParameterDefault? Default);

/// <summary>The value of a parameter that nobody gave.</summary>
internal sealed record ParameterDefault(string? Value, GeneratedValue? Generate);

/// <summary>How a missing value is made up.</summary>
internal sealed record GeneratedValue(int MinLength = 22, bool Special = true);
