using System.Globalization;
using Weir.Cli.Output;
using Weir.Gateway.Scheduling.Starvation;

namespace Weir.Cli.Commands.Queue;

/// <summary>A report on queues for a person to read.</summary>
internal static class QueueTable
{
    /// <summary>Holders that are named in a line; <c>--json</c> has more.</summary>
    private const int MostHolders = 3;

    private const string Others = "others";

    private static readonly Column[] Columns =
    [
        new("deployment"), new("tenant"), new("feature"), new("calls", IsRight: true), new("demand", IsRight: true), new("had", IsRight: true),
        new("share", IsRight: true), new("waited", IsRight: true), new("p50", IsRight: true), new("p95", IsRight: true), new("longest", IsRight: true),
        new("refused", IsRight: true), new("gave up", IsRight: true), new("held meanwhile by"),
    ];

    public static void Write(QueueReport report)
    {
        var rows = report.Deployments.SelectMany(one => one.Lines.Select(line => Row(one.Deployment, line))).ToArray();
        var time = $"since {Show.Time(report.Query.Since)} until {Show.Time(report.Query.Until)}";
        if (rows.Length == 0)
        {
            Console.Error.WriteLine($"No call that has ended was at a deployment {time}.");
            return;
        }
        Table.Write(Columns, rows);
        Console.Error.WriteLine($"Calls {time}. demand: calls under way or waiting at a time, on average; had: under way. Calls that have not ended are not in it.");
        if (report.Deployments.All(one => one.Waiting <= 0)) Console.Error.WriteLine("Nobody waited.");
        if (report.Deployments.Any(one => one.Lines.Any(line => line.HeldByNobody > 0)))
            Console.Error.WriteLine("nobody = no call that has ended held a place: it waited for the deployment's quota, or for calls that are still under way.");
    }

    private static string[] Row(string deployment, QueueLine line) =>
    [
        Show.Text(deployment, 48), Tenant(line.Group), line.Group == QueueGroup.Others ? Show.Nothing : Show.Text(line.Group.Feature, 32),
        line.Calls.ToString(CultureInfo.InvariantCulture), Average(line.Demand), Average(line.Had), Percent(line.Share), Percent((double)line.Waited / line.Calls),
        Show.Duration(line.Median), Show.Duration(line.Percentile95), Show.Duration(line.Longest),
        line.Refused.ToString(CultureInfo.InvariantCulture), line.GaveUp.ToString(CultureInfo.InvariantCulture), Holders(line),
    ];

    private static string Holders(QueueLine line)
    {
        var named = line.HeldBy.Where(holder => holder.Group != QueueGroup.Others).ToArray();
        var parts = named.Take(MostHolders).Select(holder => $"{Name(holder.Group)} {Percent(holder.Share)}").ToList();
        var rest = named.Skip(MostHolders).Sum(holder => holder.Share) + line.HeldBy.Where(holder => holder.Group == QueueGroup.Others).Sum(holder => holder.Share);
        if (rest > 0) parts.Add($"{Others} {Percent(rest)}");
        if (line.HeldByNobody > 0) parts.Add($"nobody {Percent(line.HeldByNobody)}");
        return parts.Count == 0 ? Show.Nothing : string.Join(", ", parts);
    }

    private static string Name(QueueGroup group) => group.Feature.Length == 0 ? Tenant(group) : $"{Tenant(group)}/{Show.Text(group.Feature, 32)}";

    private static string Tenant(QueueGroup group) => group == QueueGroup.Others ? Others : Show.Text(group.Tenant, 32);

    private static string Average(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0.0%", CultureInfo.InvariantCulture);
}
