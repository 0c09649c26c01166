using System.Globalization;
using SreCopilot.AiService.RootCause;

namespace SreCopilot.Benchmarks.Rca.PetShop;

/// <summary>
/// Reads the two kinds of CSV files of the PetShop data. <c>metrics.csv</c> has three header rows and an index row; empty cells are common:
/// <code>
/// microservice,PetSite,PetSite,S3_AWS::S3
/// metric,latency,requests,latency
/// statistic,Average,Sum,p95
/// unix_timestamp,,,
/// 1681855320.0,0.0912,477.0,
/// </code>
/// <c>graph.csv</c> is a square matrix with 1.0 where the row's node calls the column's.
/// </summary>
internal static class PetShopCsv
{
    public static MetricFrame ReadMetrics(string path)
    {
        var rows = Read(path);
        if (rows.Count < 4 || rows.Any(row => row.Length != rows[0].Length) || rows[0][0] != "microservice" || rows[1][0] != "metric" || rows[2][0] != "statistic")
        {
            throw new InvalidDataException($"{path}: not a metrics file: expected the header rows microservice, metric and statistic, and equally long rows");
        }

        var columns = Enumerable.Range(1, rows[0].Length - 1)
            .Where(column => KindOf(rows[1][column]) is not null)
            .Select(column => KeyValuePair.Create(
                new MetricKey(rows[0][column], KindOf(rows[1][column])!.Value, rows[2][column]),
                rows.Skip(4).Select(row => Number(path, row[column])).ToArray()));
        return new MetricFrame(rows.Skip(4).Select(row => (long)Number(path, row[0])), columns);
    }

    public static ServiceGraph ReadGraph(string path)
    {
        var rows = Read(path);
        if (rows.Count == 0 || rows.Any(row => row.Length != rows[0].Length))
        {
            throw new InvalidDataException($"{path}: not a graph file: expected a matrix");
        }

        return new ServiceGraph(rows.Skip(1).SelectMany(row => Enumerable.Range(1, row.Length - 1)
            .Where(column => Number(path, row[column]) is > 0 or < 0)
            .Select(column => (row[0], rows[0][column]))));
    }

    public static MetricKind? KindOf(string metric) => metric switch
    {
        "latency" => MetricKind.Latency,
        "availability" => MetricKind.Availability,
        "requests" => MetricKind.Requests,
        _ => null,
    };

    private static List<string[]> Read(string path) => [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => line.Split(','))];

    private static double Number(string path, string cell) => cell.Length == 0 ? double.NaN
        : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw new InvalidDataException($"{path}: \"{cell}\" is not a number");
}
