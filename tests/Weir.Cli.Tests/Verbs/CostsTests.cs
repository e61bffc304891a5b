using System.Globalization;
using Weir.Gateway.Ledger;

namespace Weir.Cli.Tests.Verbs;

/// <summary><c>weir costs</c> at a terminal.</summary>
[Collection(nameof(ConsoleCollection))]
public sealed class CostsTests : IDisposable
{
    private const string Yaml = """
        providers: { openai: { built_in: simulator } }
        deployments: { openai-eu: { provider: openai, model: gpt-5 } }
        models: { gpt: { route: [openai-eu] } }
        features: { search: { costs: [{ for: vector store, amount: 24, per: day }] } }
        """;

    private readonly DataDirectory _directory = new();
    private readonly string _config;

    public CostsTests() => _config = _directory.Write("weir.yaml", Yaml);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_table_has_a_line_for_each_group_and_one_for_all()
    {
        await FillAsync(Call(2), Call(1, feature: "chat", cost: null));

        var ran = await RunAsync("--by", "feature,model", "--since", "2d");

        ran.Code.ShouldBe(0);
        ran.Lines[0].ShouldMatch("^feature +model +calls +input +output +cached +cost +share +retries +hedges +failed +wasted +saved$");
        ran.Lines[1].ShouldMatch("^search +gpt +1 +1200 +350 +1000 +0.00000437 +100.0% +0 +0 +0 +0 +0$");
        ran.Lines[2].ShouldMatch(@"^chat +gpt +1 +1200 +350 +1000 +\? +0.0% ");
        ran.Lines[3].ShouldMatch(@"^total +2 +2400 +700 +2000 +0.00000437\+\? +100.0% ");
        ran.Error.ShouldContain("? = 1 attempt used something that has no price: the cost is not all of it.");
    }

    [Fact]
    public async Task Csv_has_every_digit_and_nothing_that_a_spreadsheet_would_run()
    {
        await FillAsync(Call(1, feature: "=cmd|'/c calc'!A1,\"x\""), Call(1, feature: "-2+3"), Call(1, feature: "-5", cost: null));

        var ran = await RunAsync("--format", "csv", "--sort", "name");

        ran.Lines[0].ShouldStartWith("feature,calls,attempts,input_tokens,output_tokens,cached_input_tokens,cost,uncosted_attempts,");
        ran.Lines[1].ShouldStartWith("'-2+3,1,1,1200,350,1000,0.00000437,0,");
        ran.Lines[2].ShouldStartWith("-5,1,1,1200,350,1000,,1,");
        ran.Lines[3].ShouldStartWith("\"'=cmd|'/c calc'!A1,\"\"x\"\"\",1,1,");
    }

    [Fact]
    public async Task Json_tells_what_is_not_known_as_null()
    {
        await FillAsync(Call(1), Call(1, feature: "chat", cost: null));

        var json = (await RunAsync("--by", "feature", "--json")).Json;

        json.GetProperty("rows").EnumerateArray().Select(row => (row.GetProperty("feature").GetString(), row.GetProperty("cost").ToString())).ShouldBe([("search", "0.00000437"), ("chat", "")]);
        json.GetProperty("total").GetProperty("cost").GetDecimal().ShouldBe(0.00000437m);
    }

    [Fact]
    public async Task Focus_leaves_out_what_has_no_cost_and_says_so()
    {
        await FillAsync(Call(1), Call(1, feature: "chat", cost: null));

        var ran = await RunAsync("--format", "focus", "--since", "2d");

        ran.Lines.Length.ShouldBe(2);
        ran.Lines[0].ShouldStartWith("BilledCost,BillingAccountId,");
        ran.Lines[1].ShouldStartWith("0.00000437,openai,openai,USD,");
        ran.Error.ShouldContain("1 attempt without a known price left out: a charge must have a cost.");
    }

    [Fact]
    public async Task What_is_declared_beside_the_calls_is_added_and_stands_apart()
    {
        await FillAsync(Call(24 * 9));
        var today = TimeProvider.System.GetUtcNow().UtcDateTime.Date;
        var (since, until) = (today.AddDays(-3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), today.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

        var ran = await RunAsync("--total", "--since", since, "--until", until, "--config", _config);

        ran.Code.ShouldBe(0);
        ran.Lines[^2].ShouldMatch("^search +vector store +24 +day +48$");
        ran.Lines[^1].ShouldBe("calls 0 + declared 48 = 48");
    }

    [Fact]
    public async Task What_is_declared_by_the_call_counts_the_calls_of_features_beyond_the_top_too()
    {
        var config = _directory.Write("by-call.yaml", Yaml.Replace("amount: 24, per: day", "amount: 2, per: call", StringComparison.Ordinal));
        await FillAsync(Call(1), Call(1), Call(1, feature: "chat", cost: 5));

        var ran = await RunAsync("--total", "--top", "1", "--since", "2d", "--config", config);

        ran.Lines[1].ShouldStartWith("chat ");
        ran.Lines[^2].ShouldMatch("^search +vector store +2 +call +4$");
    }

    [Fact]
    public async Task A_what_if_says_what_it_is_reckoned_from()
    {
        await FillAsync(Call(1));

        var ran = await RunAsync("what-if", "--price", "input: 1, cached_input: 0.5, output: 4", "--config", _config);

        // 200 at 1, 1,000 at 0.5 and 350 at 4 dollars a million.
        ran.Lines[1].ShouldMatch("^gpt +openai-eu +1 +0.00000437 +0.0021 +0.00209563 ");
        ran.ErrorLines[0].ShouldBe("Sums of days are priced: with these prices that is the same to the last digit.");
        (await RunAsync("what-if", "--cache-rate", "40%", "--config", _config)).ErrorLines[0].ShouldBe("Every attempt is priced by itself.");
    }

    [Fact]
    public async Task Conversations_savings_and_forecasts_are_printed()
    {
        await FillAsync(Call(1, session: "s1"), Call(1, session: "s1"));

        (await RunAsync("conversations", "--since", "2d")).Lines[0].ShouldBe("1 conversation of 2 calls cost 0.00000874");
        (await RunAsync("savings", "--config", _config)).Lines[1].ShouldMatch("^providers' caches +0 +exact");
        var forecast = await RunAsync("forecast");
        forecast.Lines[0].ShouldMatch("^ *so far +at month's end +low +high +from days$");
        forecast.Error.ShouldContain("- = less than 7 whole days are known: nobody can say how sure that is.");
    }

    [Fact]
    public async Task A_providers_export_is_compared_and_exit_code_1_says_that_something_differs()
    {
        var call = Call(26);
        await FillAsync(call);
        var day = DateTimeOffset.UnixEpoch.AddTicks(call.StartedAt * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string Export(int input) => $"{{\"data\":[{{\"start_time\":{DateTimeOffset.Parse(day + "Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds()},\"results\":[{{\"object\":\"organization.usage.completions.result\",\"model\":\"gpt-5-2025-08-07\",\"input_tokens\":{input},\"input_cached_tokens\":1000,\"output_tokens\":350,\"num_model_requests\":1,\"colour\":\"red\"}}]}}],\"has_more\":true}}";

        var same = await RunAsync("reconcile", "--config", _config, "--file", _directory.Write("same.json", Export(1200)));
        var other = await RunAsync("reconcile", "--provider", "openai", "--config", _config, "--file", _directory.Write("other.json", Export(1500)));

        (same.Code, same.Out).ShouldBe((0, ""));
        same.Error.ShouldContain("nothing differs");
        same.Error.ShouldContain("Columns that Weir does not know, and has not looked at: colour");
        same.Error.ShouldContain("has_more");
        other.Code.ShouldBe(1);
        other.Lines[1].ShouldMatch($"^{day} +gpt-5-2025-08-07 +input_tokens +1500 +1200 +-300$");
        (await RunAsync("reconcile", "--provider", "openai", "--config", _config, "--tolerance", "20%", "--file", _directory.File("other.json"))).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("--by colour", "'colour' is nothing that costs are told apart by.")]
    [InlineData("--since soon", "'soon' is no time.")]
    [InlineData("--top 0", "0 is no number of lines.")]
    [InlineData("--where tenant", "'tenant' is no condition.")]
    [InlineData("--since 2026-11-02 --until 2026-11-01", "the time until which is not after the time since which.")]
    [InlineData("--total --where tenant=acme", "what a feature costs beside its calls is declared for the whole of it.")]
    [InlineData("forecast --by day", "a month is foretold as a whole.")]
    [InlineData("what-if", "it is not said what would be different.")]
    [InlineData("what-if --model openai/gpt-9", "nobody states a price for 'openai/gpt-9'.")]
    [InlineData("what-if --price cheap", "'cheap' is no price.")]
    [InlineData("what-if --cache-rate 140%", "'140%' is no share of the input.")]
    [InlineData("reconcile --file none.csv", "'none.csv' cannot be read.")]
    [InlineData("conversations --where provider=openai", "sessions are not told apart by provider.")]
    public async Task What_makes_no_sense_is_told_with_a_remedy(string line, string message)
    {
        await FillAsync(Call(1));

        var ran = await RunAsync(line.Split(' '));

        ran.Code.ShouldBe(2);
        ran.ErrorLines[^1].ShouldStartWith($"weir: {message} ");
    }

    private static CallRecord Call(int hoursAgo, string feature = "search", decimal? cost = 0.00000437m, string? session = null)
    {
        var call = DataDirectory.Call(TimeSpan.FromHours(hoursAgo));
        (call.Feature, call.Session, call.Cost) = (feature, session, cost);
        call.Attempts[0].Cost = cost;
        call.Attempts[0].ModelAnswered = call.ModelAnswered;
        return call;
    }

    private Task FillAsync(params CallRecord[] calls) => _directory.FillAsync(calls);

    private Task<Ran> RunAsync(params string[] line) => Terminal.RunAsync(["costs", .. line, "--data", _directory.Path]);
}
