using System.Globalization;

namespace SreCopilot.EmbeddedDataStores.Tests;

/// <summary>What <c>/proc</c> says about processes.</summary>
internal static class ProcessTree
{
    /// <summary>All processes below <paramref name="root"/>, itself not included.</summary>
    public static List<int> Descendants(int root)
    {
        var parents = Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0)
            .Select(id => (Id: id, Parent: ParentOf(id)))
            .ToLookup(process => process.Parent, process => process.Id);

        List<int> found = [.. parents[root]];
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(parents[found[i]]);
        }

        return found;
    }

    public static bool IsRunning(int id) => State(id) is not null and not 'Z';

    public static string CommandLine(int id) => File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');

    private static int ParentOf(int id) => Fields(id) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;

    private static char? State(int id) => Fields(id) is [var state, ..] ? state[0] : null;

    /// <summary>The fields of stat after the name, which may itself hold spaces: state, parent, ...</summary>
    private static string[]? Fields(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
