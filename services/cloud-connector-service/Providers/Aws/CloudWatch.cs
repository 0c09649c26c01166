using System.Globalization;
using System.Xml.Linq;

namespace SreCopilot.CloudConnectorService.Providers.Aws;

/// <summary>Asks CloudWatch for processors and status checks: GetMetricData, up to 500 queries in one call.</summary>
internal static class CloudWatch
{
    public const int MostResources = 250;

    /// <summary>Of one question.</summary>
    public const int MostPages = 20;

    /// <summary>The n-th resource's queries are called c0, c1... (processors) and s0, s1... (status checks).</summary>
    public static IEnumerable<(string Name, string? Value)> Form(string type, CloudResource[] resources, DateTimeOffset from, DateTimeOffset to, string? cursor)
    {
        yield return ("Action", "GetMetricData");
        yield return ("Version", "2010-08-01");
        yield return ("StartTime", Text(from));
        yield return ("EndTime", Text(to));
        yield return ("ScanBy", "TimestampAscending");
        yield return ("NextToken", cursor);
        var (space, dimension) = type == AwsListings.Instance ? ("AWS/EC2", "InstanceId") : ("AWS/RDS", "DBInstanceIdentifier");
        var number = 0;
        for (var place = 0; place < resources.Length; place++)
        {
            foreach (var (id, metric, statistic) in new[] { ($"c{place}", "CPUUtilization", "Average"), ($"s{place}", "StatusCheckFailed", "Maximum") })
            {
                if (metric == "StatusCheckFailed" && type != AwsListings.Instance)
                {
                    continue;
                }

                var query = $"MetricDataQueries.member.{++number}";
                yield return ($"{query}.Id", id);
                yield return ($"{query}.MetricStat.Metric.Namespace", space);
                yield return ($"{query}.MetricStat.Metric.MetricName", metric);
                yield return ($"{query}.MetricStat.Metric.Dimensions.member.1.Name", dimension);
                yield return ($"{query}.MetricStat.Metric.Dimensions.member.1.Value", resources[place].MonitoringId);
                yield return ($"{query}.MetricStat.Period", "300");
                yield return ($"{query}.MetricStat.Stat", statistic);
            }
        }
    }

    // <MetricDataResults><member><Id>c0</Id><Timestamps><member>2026-03-01T10:00:00Z</member></Timestamps><Values><member>12.5</member></Values>
    public static void Read(XElement answer, CloudResource[] resources, List<Measurement> found)
    {
        foreach (var result in answer.All("MetricDataResults", "member"))
        {
            var id = result.Child("Id");
            if (id.Length < 2 || !int.TryParse(id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var place) || place >= resources.Length)
            {
                continue;
            }

            foreach (var (time, value) in result.All("Timestamps", "member").Zip(result.All("Values", "member")))
            {
                if (time.Time() is { } at && value.Number() is { } number)
                {
                    found.Add(new Measurement(resources[place].MonitoringId, at, id[0] == 'c' ? number : null, id[0] == 's' ? number == 0 : null));
                }
            }
        }
    }

    /// <summary>One for each resource and moment.</summary>
    public static List<Measurement> Merge(List<Measurement> found) =>
    [
        .. found.GroupBy(one => (one.MonitoringId, one.At)).Select(group => new Measurement(
            group.Key.MonitoringId, group.Key.At, group.Select(one => one.CpuPercent).FirstOrDefault(value => value is not null), group.Select(one => one.IsHealthy).FirstOrDefault(value => value is not null))),
    ];

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
