using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Configuration;

/// <summary>The whole configuration file.</summary>
internal sealed class WeirConfig : ConfigSection
{
    /// <summary>The price book that holds: Weir's own with the operator's prices over it.</summary>
    public PriceBook Book { get; set; } = PriceBook.Default;

    /// <summary>The SHA-256 of the file <see cref="OwnPrices.FileName"/> in hexadecimal; empty when there is none.</summary>
    public string PriceFileHash { get; set; } = "";

    [Setting("Where Weir listens and how it stops.")]
    public ServerConfig Server { get; set; } = new();

    [Setting("Bounds that keep memory finite under any load.")]
    public LimitsConfig Limits { get; set; } = new();

    [Setting("How long each phase of an attempt may take. Providers and deployments may override single values.")]
    public TimeoutsConfig Timeouts { get; set; } = TimeoutsConfig.Defaults();

    [Setting("Where keys, calls, sums and budgets are kept.")]
    public StorageConfig Storage { get; set; } = new();

    [Setting("How calls are recorded.")]
    public LedgerConfig Ledger { get; set; } = new();

    [Setting("How answers of the responses API are kept.")]
    public ResponsesConfig Responses { get; set; } = new();

    [Setting("The servers that answer, by a name of your choice.")]
    public OrderedDictionary<string, ProviderConfig> Providers { get; set; } = [];

    [Setting("One model at one provider each: what a call is finally sent to.")]
    public OrderedDictionary<string, DeploymentConfig> Deployments { get; set; } = [];

    [Setting("Prices of your own, over those of the price book: entries NAME, \"NAME flex\", \"NAME above 272k\", \"NAME in us\". An entry takes the place of all that the book says of that name.", AnyName = true)]
    public OrderedDictionary<string, PriceRowConfig> Prices { get; set; } = [];

    [Setting("The names that clients ask for, and where they lead.")]
    public OrderedDictionary<string, ModelConfig> Models { get; set; } = [];

    [Setting("Who pays. Without this section there is one tenant, default.", Default = "one tenant named default")]
    public OrderedDictionary<string, TenantConfig> Tenants { get; set; } = new() { ["default"] = new TenantConfig { Name = "default" } };

    [Setting("The parts of your product that make calls. When any is declared, a client may name only declared ones.")]
    public OrderedDictionary<string, FeatureConfig> Features { get; set; } = [];

    [Setting("Virtual keys that clients present. More can be made with weir keys create.")]
    public OrderedDictionary<string, KeyConfig> Keys { get; set; } = [];

    [Setting("How much may be spent in a time, by whom or on what, and what happens on the way there.")]
    public OrderedDictionary<string, BudgetConfig> Budgets { get; set; } = [];

    [Setting("How many requests and tokens callers may ask for in a time, and how many calls they may have under way. Whoever asks for more is refused with 429 and told when to come back.")]
    public OrderedDictionary<string, RateLimitConfig> RateLimits { get; set; } = [];

    [Setting("Who may use the admin API, which begins with /admin/v1.")]
    public AdminConfig Admin { get; set; } = new();

    [Setting("Faults that are put into attempts on purpose, to see that your calls survive them. More can be started with weir faults start.")]
    public OrderedDictionary<string, FaultConfig> Faults { get; set; } = [];

    [Setting("Who is told when something happens that people should know: budgets' steps, unusual cost, loops. Each by a name of your choice; weir alerts test tries them.")]
    public OrderedDictionary<string, AlertConfig> Alerts { get; set; } = [];

    [Setting("What counts as unusual spending, and what is done about it.")]
    public AnomaliesConfig Anomalies { get; set; } = new();
}
