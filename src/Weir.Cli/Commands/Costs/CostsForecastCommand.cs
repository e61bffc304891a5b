using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Costs;
using Weir.Statistics;

namespace Weir.Cli.Commands.Costs;

/// <summary><c>weir costs forecast</c>: what the month will have cost at its end.</summary>
internal static class CostsForecastCommand
{
    private const int MostGroups = 100;

    public static Command Create()
    {
        var by = new Option<string>("--by") { Description = "Foretell each by itself: feature, tenant, model and the like, with commas between.", HelpName = "NAMES", DefaultValueFactory = _ => "" };
        var top = new Option<int>("--top") { Description = $"At most so many lines, 1 to {MostGroups}.", HelpName = "NUMBER", DefaultValueFactory = _ => 20 };
        var options = new CostOptions();
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb("forecast", "Foretells what this month will have cost at its end.", "weir costs forecast", "weir costs forecast --by feature --time-zone Europe/Berlin --json")
        {
            by, options.Where, options.Zone, top, json, data, config,
        };
        command.Notes =
        [
            $"From the last {DailyForecast.MostDays} days at most: their level, how it moves, and the days of the week. low and high: four months in five end",
            $"between them. With less than {DailyForecast.FewestDays} days there is no such interval. What is declared beside the calls is not in it.",
        ];
        command.SetAction(parsed => CostRun.With(DataPlace.Of(parsed), (session, time) =>
        {
            var query = Query(parsed, options, parsed.GetValue(by)!, parsed.GetValue(top), time);
            // The same ledger is foretold the same.
            var forecasts = new SpendForecaster(session, time, new Random(1).NextDouble).Forecast(query);
            if (parsed.GetValue(json)) Console.Out.WriteLine(Json.Page(forecasts.Select(forecast => Object(query, forecast))));
            else Write(query, forecasts);
            return WeirCommand.Done;
        }));
        return command;
    }

    private static CostQuery Query(ParseResult parsed, CostOptions options, string by, int top, TimeProvider time)
    {
        if (top is < 1 or > MostGroups) throw new CostQueryException($"{top} is no number of lines.", $"Write 1 to {MostGroups}.");
        var dimensions = CostQueryText.By(by);
        if (dimensions.Any(CostDimensions.IsTime)) throw new CostQueryException("a month is foretold as a whole.", "Use --by with something else than time.");
        return new CostQuery { By = dimensions, Where = CostQueryText.Where(parsed.GetValue(options.Where)!), Since = time.GetUtcNow(), Zone = CostQueryText.Zone(parsed.GetValue(options.Zone)), Top = top };
    }

    private static void Write(CostQuery query, IReadOnlyList<SpendForecast> forecasts)
    {
        if (forecasts.Count == 0)
        {
            Console.Error.WriteLine("There were no calls that it could be foretold from.");
            return;
        }
        Column[] columns =
        [
            .. query.By.Select(dimension => new Column(CostDimensions.NameOf(dimension))),
            new("so far", IsRight: true), new("at month's end", IsRight: true), new("low", IsRight: true), new("high", IsRight: true), new("from days", IsRight: true),
        ];
        Table.Write(columns, [.. forecasts.Select(Row)]);
        Console.Error.WriteLine("In US dollars. Four months in five end between low and high.");
        if (forecasts.Any(forecast => forecast.Low is null)) Console.Error.WriteLine($"- = less than {DailyForecast.FewestDays} whole days are known: nobody can say how sure that is.");
        CostCells.Explain(new CostTotals { Uncosted = forecasts.Sum(forecast => forecast.Uncosted) });
    }

    private static string[] Row(SpendForecast forecast) =>
    [
        .. forecast.Values.Select(value => Show.Text(value, 48)),
        CostCells.Money(forecast.Spent), CostCells.Money(forecast.Expected), CostCells.Money(forecast.Low), CostCells.Money(forecast.High), Show.Money(forecast.Days),
    ];

    private static OrderedDictionary<string, object?> Object(CostQuery query, SpendForecast forecast) => new OrderedDictionary<string, object?>(
        query.By.Select((dimension, at) => KeyValuePair.Create(CostDimensions.NameOf(dimension), (object?)forecast.Values[at])))
    {
        ["spent"] = forecast.Spent,
        ["expected"] = forecast.Expected,
        ["low"] = forecast.Low,
        ["high"] = forecast.High,
        ["days"] = forecast.Days,
        ["uncosted_attempts"] = forecast.Uncosted,
    };
}
