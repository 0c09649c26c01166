using System.Diagnostics;
using System.Globalization;
using SreCopilot.AiService.RootCause;
using SreCopilot.Benchmarks.Rca;
using SreCopilot.Benchmarks.Rca.Injection;
using SreCopilot.Benchmarks.Rca.PetShop;

// Root-cause localisation on the PetShop data (Hardt et al., CLeaR 2024): real issues, specificity, and faults injected elsewhere.
// Arguments: [folder of the data, default ../shared/data/petshop] [injected faults per node, default 3, 0 = none] [sensitivity].
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var folder = args.ElementAtOrDefault(0) ?? Path.Combine("..", "shared", "data", "petshop");
if (!int.TryParse(args.ElementAtOrDefault(1) ?? "3", out var perNode) || perNode is < 0 or > 100)
{
    Console.Error.WriteLine("usage: Rca [folder] [injected faults per node, 0-100] [sensitivity]");
    return 64;
}

if (!Directory.Exists(folder))
{
    Console.WriteLine($"skipped: {folder} does not exist; the PetShop data is not part of the repository");
    return 0;
}

var scenarios = PetShopScenario.ReadAll(folder);
if (scenarios.Count == 0)
{
    Console.Error.WriteLine($"{folder} has no scenario: expected SCENARIO/graph.csv, SCENARIO/noissue/metrics.csv and SCENARIO/SPLIT/issue_N");
    return 65;
}

var localiser = new RootCauseLocaliser(new LocalisationOptions());
var clock = Stopwatch.StartNew();

Console.WriteLine($"{"issue",-34}{"metric",-14}{"rank",5}  first answers");
var answers = (
    from scenario in scenarios
    from issue in scenario.Issues
    select (Scenario: scenario, Issue: issue, Answer: localiser.Localise(scenario.Graph, issue.Symptom, scenario.Normal, issue.Abnormal))).ToList();
foreach (var (scenario, issue, answer) in answers)
{
    var rank = Recall.RankOf(issue.RootCause, answer) is var found && found == int.MaxValue ? "-" : $"{found}";
    var first = string.Join(", ", answer.Candidates.Take(3).Select(candidate => $"{candidate.Node} {candidate.Score:0.00}"));
    Console.WriteLine($"{scenario.Name + "/" + issue.Name,-34}{issue.Symptom.Kind,-14}{rank,5}  {(first.Length == 0 ? answer.Verdict : first)}");
}

Console.WriteLine($"\n{answers.Count} issues in {clock.ElapsedMilliseconds} ms\n");
Console.WriteLine($"{"recall",-34}{"issues",7}{"top-1",8}{"top-3",8}{"empty",9}");
foreach (var group in answers.GroupBy(one => (one.Scenario.Name, Split: one.Issue.Name.Split('/')[0], one.Issue.Symptom.Kind)))
{
    Console.WriteLine($"{$"{group.Key.Name} {group.Key.Split} {group.Key.Kind}",-34}{Recall.Of(group.Select(one => (one.Issue.RootCause, one.Answer)))}");
}

foreach (var split in answers.GroupBy(one => one.Issue.Name.Split('/')[0]))
{
    Console.WriteLine($"{$"all {split.Key} issues",-34}{Recall.Of(split.Select(one => (one.Issue.RootCause, one.Answer)))}");
}

Console.WriteLine($"{"all issues",-34}{Recall.Of(answers.Select(one => (one.Issue.RootCause, one.Answer)))}");
ReferenceFigures.Print();

Console.WriteLine($"\n{"specificity",-34}{"cuts",8}{"too little data",18}{"stretches of 5 rows",22}");
foreach (var scenario in scenarios)
{
    foreach (var symptom in scenario.Issues.Select(issue => issue.Symptom).Distinct())
    {
        var (cuts, stretches) = (Specificity.OfCuts(scenario, symptom, localiser), Specificity.OfShortStretches(scenario, symptom, localiser));
        Console.WriteLine($"{$"{scenario.Name} {symptom.Node} {symptom.Kind}",-34}{cuts.Empty,8:0.00}{cuts.TooLittleData,18:0.00}{stretches,22:0.00}");
    }
}

if (perNode > 0)
{
    Console.WriteLine($"\n{"injected: fault, how it is seen",-48}{"scenario",-14}{"faults",7}{"top-1",8}{"top-3",8}{"empty",9}");
    foreach (var (fault, view, scenario) in
        from fault in Enum.GetValues<FaultKind>()
        from view in FaultView.All
        from scenario in scenarios
        select (fault, view, scenario))
    {
        Console.WriteLine($"{$"{fault}, {view.Name}",-48}{scenario.Name,-14}{InjectionStudy.Run(scenario, fault, view, localiser, perNode)}");
    }
}

if (args.Contains("sensitivity"))
{
    Sensitivity.Print(scenarios, Math.Max(1, perNode));
}

return 0;
