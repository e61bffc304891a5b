using Weir.Gateway.Costs.Reconciliation;

namespace Weir.Gateway.Tests.Costs;

/// <summary>Exports of providers are understood, and only what differs is told.</summary>
public sealed class ReconciliationTests
{
    private static readonly DateOnly Day = new(2025, 10, 5);

    public static TheoryData<string, string, string> Exports => new()
    {
        {
            "OpenAI's usage",
            """{"object":"page","data":[{"object":"bucket","start_time":1759622400,"end_time":1759708800,"results":[{"object":"organization.usage.completions.result","input_tokens":1000,"output_tokens":500,"input_cached_tokens":800,"num_model_requests":5,"project_id":null,"model":"gpt-5-2025-08-07","batch":null}]}],"has_more":false,"next_page":null}""",
            "2025-10-05 gpt-5-2025-08-07 Input=1000 CachedInput=800 Output=500"
        },
        {
            "OpenAI's usage",
            "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,model,input_tokens,output_tokens,input_cached_tokens\n1759622400,1759708800,2025-10-05T00:00:00+00:00,,p,10.0,gpt-4o-2024-08-06,59200.0,10646.0,5760.0\n1759708800,1759795200,,,,,,,,\n",
            "2025-10-05 gpt-4o-2024-08-06 Input=59200.0 CachedInput=5760.0 Output=10646.0"
        },
        {
            "OpenAI's costs, as the console writes them",
            "start_time\tend_time\tamount_value\tamount_currency\tline_item\n1759622400\t1759708800\t0.25\tusd\tgpt-5-2025-08-07, input\n1759622400\t1759708800\t1.50\tusd\tgpt-5-2025-08-07, output\n",
            "2025-10-05 gpt-5-2025-08-07 Cost=1.75"
        },
        {
            "OpenAI's costs",
            """{"object":"page","data":[{"object":"bucket","start_time":1759622400,"end_time":1759708800,"results":[{"object":"organization.costs.result","amount":{"value":0.06,"currency":"usd"},"line_item":null,"project_id":null}]}],"has_more":false}""",
            "2025-10-05 - Cost=0.06"
        },
        {
            "Anthropic's usage, as the console writes it",
            "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count,inference_geo,speed\n2025-10-05,claude-opus-4-6,\"a, \"\"b\"\"\",Default,standard,≤ 200k,100,20,3,4000,50,0,global,\n",
            "2025-10-05 claude-opus-4-6 Input=4123 CachedInput=4000 CacheWrite=23 Output=50"
        },
        {
            "Anthropic's usage",
            """{"data":[{"starting_at":"2025-10-05T00:00:00Z","ending_at":"2025-10-06T00:00:00Z","results":[{"uncached_input_tokens":100,"cache_creation":{"ephemeral_1h_input_tokens":3,"ephemeral_5m_input_tokens":20},"cache_read_input_tokens":4000,"output_tokens":50,"server_tool_use":{"web_search_requests":1},"model":"claude-opus-4-6","service_tier":"standard"}]}],"has_more":false}""",
            "2025-10-05 claude-opus-4-6 Input=4123 CachedInput=4000 CacheWrite=23 Output=50"
        },
        {
            "Anthropic's costs, as the console writes them",
            "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed\n2025-10-05,Claude Opus 4.6,Default,k,message,≤ 200k,input_no_cache,1.50,1.50,token,global,\n2025-10-05,Claude Opus 4.6,Default,k,message,≤ 200k,output,0.50,0.50,token,global,\n",
            "2025-10-05 Claude Opus 4.6 Cost=2.00"
        },
        {
            "Anthropic's costs",
            """{"data":[{"starting_at":"2025-10-05T00:00:00Z","ending_at":"2025-10-06T00:00:00Z","results":[{"amount":"123.78912","currency":"USD","cost_type":"tokens","description":"Claude Opus 4.6 Usage - Input Tokens","model":"claude-opus-4-6","token_type":"uncached_input_tokens"}]}],"has_more":false}""",
            "2025-10-05 claude-opus-4-6 Cost=1.2378912"
        },
    };

    [Theory]
    [MemberData(nameof(Exports))]
    public void Every_export_is_recognised_and_read(string format, string text, string usage)
    {
        var export = ProviderExport.Read(text);

        export.Format.Name.ShouldBe(format);
        export.UnknownColumns.ShouldBeEmpty();
        export.Usages.ShouldHaveSingleItem();
        Show(export.Usages[0]).ShouldBe(usage);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("a,b\n1,2\n", "its columns are those of no export that is known: a, b")]
    [InlineData("{\"data\":7}", "it has no list \"data\", as pages of a usage API do")]
    [InlineData("{\"data\":", "it begins as JSON and is none")]
    [InlineData("usage_date_utc,model,cost_usd\n2025-10-05,\"m,1\n", "a quote is never closed")]
    [InlineData("usage_date_utc,model,cost_usd\n2025-10-05,m,1,2\n", "row 2 has 4 cells, and there are 3 columns")]
    [InlineData("usage_date_utc,model,cost_usd\nsoon,m,1\n", "row 1 has no day in usage_date_utc, but 'soon'")]
    [InlineData("usage_date_utc,model,cost_usd\n2025-10-05,m,much\n", "row 1 has no number in cost_usd, but 'much'")]
    [InlineData("start_time,amount_value,amount_currency\n1759622400,3,eur\n", "row 1 is in eur, and the ledger is in US dollars")]
    public void What_is_no_export_is_told_so(string text, string message) =>
        Should.Throw<FormatException>(() => ProviderExport.Read(text)).Message.ShouldBe(message);

    [Fact]
    public void Columns_that_nobody_has_heard_of_are_named() =>
        ProviderExport.Read("usage_date_utc,model,cost_usd,colour\n2025-10-05,m,1,red\n").UnknownColumns.ShouldBe(["colour"]);

    [Fact]
    public void Pages_in_one_file_are_one_export_and_only_the_last_tells_whether_there_is_more()
    {
        const string page = """{"data":[{"starting_at":"2025-10-05T00:00:00Z","results":[{"amount":"100","currency":"USD","model":"m"}]}],"has_more":true}""";

        var export = ProviderExport.Read($"[{page},{page.Replace("true", "false", StringComparison.Ordinal)}]");

        (Show(export.Usages[0]), export.HasMore).ShouldBe(("2025-10-05 m Cost=2", false));
        ProviderExport.Read(page).HasMore.ShouldBeTrue();
    }

    [Fact]
    public void What_is_the_same_is_not_told_whatever_snapshots_are_called()
    {
        var theirs = Usage("Claude Opus 4.6", (UsageMeasure.Input, 100), (UsageMeasure.Cost, 1));
        var ours = Usage("claude-opus-4-6-20260205", (UsageMeasure.Input, 100), (UsageMeasure.CachedInput, 7), (UsageMeasure.Cost, 1));

        Compare([theirs], [ours]).ShouldBeEmpty();
    }

    [Fact]
    public void What_differs_is_told_by_day_and_model_and_what_one_side_lacks_too()
    {
        var theirs = Usage("gpt-5-2025-08-07", (UsageMeasure.Input, 100), (UsageMeasure.Output, 10));
        var mini = Usage("gpt-5-mini", (UsageMeasure.Input, 5), (UsageMeasure.Output, 0));
        var ours = Usage("gpt-5", (UsageMeasure.Input, 90), (UsageMeasure.Output, 10));
        var late = new ProviderUsage(Day.AddDays(1), "gpt-5") { Amounts = { [UsageMeasure.Input] = 1 } };

        Compare([theirs, mini], [ours, late]).ShouldBe(
        [
            new UsageDifference(Day, "gpt-5-2025-08-07", UsageMeasure.Input, 100, 90),
            new UsageDifference(Day, "gpt-5-mini", UsageMeasure.Input, 5, null),
            new UsageDifference(Day.AddDays(1), "gpt-5", UsageMeasure.Input, null, 1),
        ]);
        Compare([theirs], [ours], tolerance: 0.1m).ShouldBeEmpty();
        Compare([theirs], [ours], tolerance: 0.099m).Count.ShouldBe(1);
    }

    [Fact]
    public void An_export_that_tells_no_models_apart_is_compared_by_day()
    {
        var theirs = new ProviderUsage(Day, null) { Amounts = { [UsageMeasure.Cost] = 3 } };

        Compare([theirs], [Usage("a", (UsageMeasure.Cost, 1)), Usage("b", (UsageMeasure.Cost, 2))]).ShouldBeEmpty();
        Compare([theirs], [Usage("a", (UsageMeasure.Cost, 1))]).ShouldBe([new UsageDifference(Day, null, UsageMeasure.Cost, 3, 1)]);
    }

    [Fact]
    public void A_bill_in_whole_cents_may_be_half_a_cent_off_for_each_of_its_lines()
    {
        var bill = ProviderExport.Read("usage_date_utc,model,cost_usd\n2025-10-05,m,0.01\n2025-10-05,m,0.01\n").Usages;

        Compare(bill, [Usage("m", (UsageMeasure.Cost, 0.0299m))]).ShouldBeEmpty();
        Compare(bill, [Usage("m", (UsageMeasure.Cost, 0.0301m))]).ShouldHaveSingleItem().By.ShouldBe(0.0101m);
    }

    private static IReadOnlyList<UsageDifference> Compare(IReadOnlyList<ProviderUsage> theirs, IReadOnlyList<ProviderUsage> ours, decimal tolerance = 0) =>
        new Comparison(tolerance).Differences(theirs, ours, Day, Day.AddDays(1));

    private static ProviderUsage Usage(string model, params (UsageMeasure Measure, decimal Amount)[] amounts) =>
        new(Day, model) { Amounts = amounts.ToDictionary(one => one.Measure, one => one.Amount) };

    private static string Show(ProviderUsage usage) =>
        $"{usage.Day:yyyy-MM-dd} {usage.Model ?? "-"} {string.Join(' ', usage.Amounts.OrderBy(amount => amount.Key).Select(amount => FormattableString.Invariant($"{amount.Key}={amount.Value}")))}";
}
