using System.Diagnostics;
using System.Globalization;
using SreCopilot.LogService.Patterns.Mining;
using SreCopilot.LogService.Tests.Patterns;

// How well log lines are put into groups, one configuration for all sets, and how fast.
var sets = LogHub.FindSets(args.Length > 0 ? args[0] : null);
if (sets.Count == 0)
{
    Console.Error.WriteLine("No sets found: give the folder that holds Apache/Apache_2k.log_structured_corrected.csv and so on.");
    return 1;
}

// 1000 is what a project may have (LogServiceOptions); no set comes near.
const int MaximumPatterns = 1000;
var repetitions = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 50;
var total = Accuracy.None;
var clock = new Stopwatch();
long lines = 0;

Console.WriteLine($"{"set",-12} {"GA",6} {"FGA",6} {"groups",7} {"true",6} {"lines/s",10}");
foreach (var set in sets)
{
    var messages = set.Lines.Select(line => line.Message).ToList();
    var accuracy = Accuracy.Measure(set.Lines);
    total += accuracy;

    // Again with a miner that has to learn, as many times as it takes to measure.
    clock.Restart();
    for (var i = 0; i < repetitions; i++)
    {
        var miner = new PatternMiner(MaximumPatterns);
        foreach (var message in messages)
        {
            miner.Find(message);
        }
    }

    lines += (long)messages.Count * repetitions;
    Console.WriteLine(Invariant($"{set.Name,-12} {accuracy.Grouping,6:0.000} {accuracy.Templates,6:0.000} {accuracy.Found,7} {accuracy.True,6} {messages.Count * repetitions / clock.Elapsed.TotalSeconds,10:0}"));
}

Console.WriteLine(Invariant($"{"average",-12} {total.Grouping / sets.Count,6:0.000} {total.Templates / sets.Count,6:0.000}"));

// All sets in turn, as a project with several services sends them; CPU time of this one thread.
var mixed = Enumerable.Range(0, sets.Max(set => set.Lines.Count)).SelectMany(n => sets.Where(set => n < set.Lines.Count).Select(set => set.Lines[n].Message)).ToList();
var all = new PatternMiner(MaximumPatterns);
var before = Process.GetCurrentProcess().TotalProcessorTime;
for (var i = 0; i < repetitions; i++)
{
    foreach (var message in mixed)
    {
        all.Find(message);
    }
}

var cpu = Process.GetCurrentProcess().TotalProcessorTime - before;
Console.WriteLine(Invariant($"all sets mixed, one miner: {mixed.Count * repetitions / cpu.TotalSeconds:0} lines per second of CPU, {all.Live.Count()} patterns"));
return 0;

static string Invariant(FormattableString text) => FormattableString.Invariant(text);
