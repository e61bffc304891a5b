using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>budgets</c>.</summary>
internal sealed class BudgetConfig : ConfigSection
{
    [Setting("Whose spending counts. What is left out may be anything; without this section everything counts.")]
    public BudgetScopeConfig For { get; set; } = new();

    [Setting("Gives each value of these a counter, and the whole limit, of its own. Calls that do not say have one together.", Default = "one counter for all", Choices = ["tenant", "feature", "key", "user", "session", "tag", "origin"], Example = "[user]")]
    public List<string>? Each { get; set; }

    [Setting("The limit in US dollars. Exactly one of usd and million_tokens is given.", Unit = "USD", Example = "500")]
    public decimal? Usd { get; set; }

    [Setting("The limit in millions of tokens, input and output together.", Unit = "million tokens", Example = "10")]
    public decimal? MillionTokens { get; set; }

    [Setting("How long what was spent counts: until the hour, the day, the week (which begins on Monday) or the month is over, or for good.", Choices = ["hour", "day", "week", "month", "lifetime"], Default = "month")]
    public string? Per { get; set; }

    [Setting("Counts what was spent in the last so much time instead, 1h to 366d.", Default = "see per", Example = "24h")]
    public TimeSpan? Rolling { get; set; }

    [Setting("The time zone in which days begin, as the IANA names them.", Example = "Europe/Berlin")]
    public string TimeZone { get; set; } = "UTC";

    [Setting("Whether the limit is never exceeded: before anything is sent, what it can cost at most is set aside, and what does not fit is refused. Otherwise calls are counted, and steps say what happens.")]
    public bool Hard { get; set; }

    [Setting("Whether calls may be given fewer output tokens than they ask for, so that they fit into a hard budget. One that sets no limit then gets deployments.NAME.max_output_tokens.")]
    public bool LowerMaxTokens { get; set; } = true;

    [Setting("What happens on the way to the limit.", Example = "[{ percent: 80, do: notify }]")]
    public List<BudgetStepConfig> Steps { get; set; } = [];

    [Setting("What may be spent beyond the limit for a while, once in each window.")]
    public BudgetGraceConfig? Grace { get; set; }

    [Setting("Whom clients are told to ask for more.", Default = "nobody is named", Example = "finops@acme.example")]
    public string? Contact { get; set; }

    [Setting("Whether clients that are refused are told the limit and what was spent, and not the budget's name alone.")]
    public bool ShowAmounts { get; set; } = true;
}
