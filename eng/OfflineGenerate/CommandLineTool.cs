using System.CommandLine;
using System.CommandLine.Invocation;

namespace SreCopilot.OfflineGenerate;

/// <summary>The program behind its command line.</summary>
internal static class CommandLineTool
{
    /// <returns>The exit code: 0 when the tree was written.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Stands in for aspirate where the package feed does not carry it: Aspire manifest in, Kustomize tree out.")
        {
            new GenerateCommand(),
        };
        var result = root.Parse(args);
        if (result.Action is ParseErrorAction mistake)
        {
            // The errors say it; a page of help would push them off the screen.
            mistake.ShowHelp = false;
            mistake.ShowTypoCorrections = false;
        }

        return result.Invoke(new InvocationConfiguration { Output = output, Error = error });
    }
}
