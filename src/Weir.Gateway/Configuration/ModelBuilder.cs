using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Weir.Dialects;
using Weir.Dialects.Answers.Checks;
using Weir.Dialects.Anthropic;
using Weir.Gateway.Budgets;
using Weir.Gateway.Configuration.Validation;
using Weir.Gateway.Ledger;
using Weir.Gateway.Identity;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;
using Weir.Gateway.Quality;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Configuration;

/// <summary>Turns a configuration without errors into the snapshot that calls work with.</summary>
internal sealed class ModelBuilder(WeirConfig config)
{
    /// <summary>Never resolves, should anybody dial it by mistake.</summary>
    private static Uri BuiltInAddress(string? dialect) => new("http://built-in.invalid" + dialect switch { "gemini" => "/v1beta", "bedrock" => "", _ => "/v1" });

    public static GatewayModel Build(WeirConfig config) => new ModelBuilder(config).Build();

    private GatewayModel Build()
    {
        var providers = config.Providers.Values.ToFrozenDictionary(p => p.Name, Provider, StringComparer.Ordinal);
        var deployments = config.Deployments.Values.ToFrozenDictionary(d => d.Name, d => Deployment(d, providers[d.Provider!]), StringComparer.Ordinal);
        KeyModel[] keys = [.. config.Keys.Values.Select(Key)];
        return new GatewayModel
        {
            Release = ReleaseName.Of(config),
            Providers = providers,
            Deployments = deployments,
            Models = config.Models.Values.ToFrozenDictionary(m => m.Name, m => Route(m, deployments), StringComparer.Ordinal),
            Tenants = config.Tenants.Keys.ToFrozenDictionary(n => n, n => Tenant(n, config.Tenants[n]), StringComparer.Ordinal),
            Features = config.Features.Values.ToFrozenDictionary(f => f.Name, Feature, StringComparer.Ordinal),
            Keys = keys,
            Budgets = new BudgetIndex([.. config.Budgets.Values.Select(budget => BudgetBuilder.Build(budget, keys))]),
            RateLimits = new RateLimitIndex([.. config.RateLimits.Values.Select(limit => RateLimitBuilder.Build(limit, keys))]),
            Limits = new LimitsModel(config.Limits.RequestBody, (int)config.Limits.StreamEvent, config.Limits.CallsInFlight, config.Limits.TranslatedAnswer, config.Limits.Deadline)
            {
                FaultShare = config.Limits.FaultShare,
                SharedAnswer = config.Limits.SharedAnswer,
                CachedAnswers = config.Limits.CachedAnswers,
            },
            Admin = AdminValidator.HashOf(config.Admin) is { } admin ? new AdminModel(admin) : null,
            Faults = [.. config.Faults.Values.Select(FaultBuilder.Build)],
            Alerts = [.. config.Alerts.Values.Select(AlertBuilder.Build)],
            Anomalies = AnomaliesBuilder.Build(config.Anomalies),
            RelayTo = config.Server.RelayTo is { } relayTo ? deployments[relayTo] : null,
            Responses = new ResponsesModel(config.Responses.Retention, config.Responses.TenantBytes),
            Server = new ServerModel(ListenAddress.TryParse(config.Server.Listen)!, config.Server.Drain)
            {
                TrustedProxies = [.. (config.Server.TrustedProxies ?? []).Select(proxy => ServerModel.ParseNetwork(proxy)!.Value)],
            },
            Durability = config.Ledger.Durability == "buffered" ? LedgerDurability.Buffered : LedgerDurability.Committed,
        };
    }

    private static FeatureModel Feature(FeatureConfig feature) => new(feature.Name)
    {
        DeclaredCosts = [.. feature.Costs.Select(cost => new DeclaredCostModel(cost.For!, cost.Amount!.Value, CostUnits.Parse(cost.Per!)))],
        FirstToken = feature.FirstToken,
        RefusesLate = feature.WhenLate == "refuse",
    };

    private static TenantModel Tenant(string name, TenantConfig tenant) => new(name, tenant.Regions?.ToFrozenSet(StringComparer.Ordinal))
    {
        Weight = (double)tenant.Weight,
        Guaranteed = (double)tenant.Guaranteed / 100,
        RateLimit = RateLimitModel.Own("tenants", name, name, RateLimitBuilder.Quota(tenant.Limits)),
    };

    private ProviderModel Provider(ProviderConfig provider) => new()
    {
        Name = provider.Name,
        Family = provider.Dialect switch
        {
            "anthropic" => ProviderFamily.Anthropic,
            "gemini" => ProviderFamily.Gemini,
            "bedrock" => ProviderFamily.Bedrock,
            _ => ProviderFamily.OpenAI,
        },
        Apis = [.. provider.Apis!.Select(Api)],
        MaxTokensMember = provider.MaxTokensMember!,
        Aws = provider.Aws is { Region: { } region, AccessKeyId: { } id, SecretAccessKey: { } secret } aws ? new AwsModel(region, id, secret, aws.SessionToken) : null,
        BaseUrl = provider.BaseUrl is { } url ? new Uri(url.TrimEnd('/')) : BuiltInAddress(provider.Dialect),
        BuiltIn = provider.BuiltIn,
        ApiKey = provider.ApiKey,
        ApiKeyHeader = provider.ApiKeyHeader!.ToLowerInvariant(),
        Headers = [.. provider.Headers.Select(h => new KeyValuePair<string, Secret>(h.Key.ToLowerInvariant(), h.Value))],
        ForwardHeaders = [.. provider.ForwardHeaders!.Select(h => h.ToLowerInvariant()).Distinct(StringComparer.Ordinal)],
        Timeouts = Timeouts(Above(provider)),
        AccountOf = provider.AccountOf!.Contains(ProviderConfig.AllTenants) ? null : provider.AccountOf.ToFrozenSet(StringComparer.Ordinal),
    };

    private static Dialect Api(string api) => api switch
    {
        "responses" => Dialect.Responses,
        "messages" => Dialect.Messages,
        "gemini" => Dialect.Gemini,
        "converse" => Dialect.Converse,
        _ => Dialect.Chat,
    };

    private DeploymentModel Deployment(DeploymentConfig deployment, ProviderModel provider) => new()
    {
        Name = deployment.Name,
        Provider = provider,
        UpstreamModel = deployment.Model!,
        UpstreamModelJson = Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(deployment.Model!)}\""),
        MaxOutputTokens = deployment.MaxOutputTokens,
        AnswersAs = deployment.AnswersAs,
        Price = PriceBuilder.Build(config, deployment),
        TakesStatedCost = config.Providers[provider.Name].StatesCost!.Value && deployment.Price is null,
        ContextWindow = deployment.ContextWindow,
        Supports = deployment.Supports?.Aggregate(Capabilities.None, (all, name) => all | Enum.Parse<Capabilities>(name, ignoreCase: true)) ?? Capabilities.All,
        Region = deployment.Region,
        Prefill = Prefill(deployment, provider),
        Timeouts = Timeouts((deployment.Timeouts ?? new TimeoutsConfig()).Over(Above(config.Providers[provider.Name]))),
        Probe = Probe(deployment.Probe),
        Concurrency = Concurrency(deployment.Concurrency),
        Quota = RateLimitBuilder.Quota(deployment.Quota),
    };

    private static ConcurrencyModel Concurrency(ConcurrencyConfig limits)
    {
        var adapt = limits.Adapt switch { "latency" => ConcurrencyAdapt.Latency, "off" => ConcurrencyAdapt.Off, _ => ConcurrencyAdapt.Loss };
        return new ConcurrencyModel(adapt, limits.Min!.Value, limits.Max!.Value, adapt == ConcurrencyAdapt.Off ? limits.Max.Value : limits.Initial!.Value, limits.Queue)
        {
            CancelsYoung = limits.CancelYoung,
        };
    }

    private static ProbeModel Probe(ProbeConfig probe)
    {
        var run = probe.Run switch { "always" => ProbeRun.Always, "off" => ProbeRun.Off, _ => ProbeRun.WhileOpen };
        return new ProbeModel(run, probe.Every, probe.Path);
    }

    private static PrefillStyle Prefill(DeploymentConfig deployment, ProviderModel provider) => deployment.Prefill switch
    {
        "assistant" => PrefillStyle.Assistant,
        "vllm" => PrefillStyle.Vllm,
        "prefix" => PrefillStyle.Prefix,
        null when provider.Family is ProviderFamily.Anthropic or ProviderFamily.Bedrock && MessagesDialect.TakesPrefill(deployment.Model!) => PrefillStyle.Assistant,
        _ => PrefillStyle.None,
    };

    private RouteModel Route(ModelConfig model, FrozenDictionary<string, DeploymentModel> deployments)
    {
        var groups = new[] { Group(model, deployments) }.Concat((model.Fallbacks ?? []).Select(name => Fallback(name, deployments))).ToArray();
        return new RouteModel
        {
            Name = model.Name,
            Groups = groups,
            IsSelective = groups.Any(group => group.Candidates.Any(candidate => candidate.Deployment.ContextWindow is not null || candidate.Deployment.Supports != Capabilities.All)),
            StaticAnswer = model.StaticAnswer,
            CachedAnswer = model.CachedAnswer,
            Coalesce = Enum.Parse<CoalesceMode>(model.Coalesce, ignoreCase: true),
            Batch = model.Batch.Wait > TimeSpan.Zero ? new BatchModel(model.Batch.Wait, model.Batch.Max) : null,
            Steering = new HeaderPolicy(groups.SelectMany(group => group.Candidates).SelectMany(candidate => candidate.Deployment.Provider.ForwardHeaders).Append("anthropic-beta").Distinct()),
            HedgeShare = (model.Hedge ?? 0) / 100,
            Retries = model.Retries,
            Deadline = model.Deadline,
            Commit = Enum.Parse<CommitPoint>(model.Commit, ignoreCase: true),
            Drop = model.Drop!.ToFrozenSet(StringComparer.Ordinal),
            Checks = model.Checks!.Aggregate(AnswerCheck.None, static (all, name) => all | AnswerCheckNames.Of(name)),
        };
    }

    private static CandidateGroup Group(ModelConfig model, FrozenDictionary<string, DeploymentModel> deployments) =>
        new([.. model.Route.Select(c => new CandidateModel(deployments[c.Deployment!], c.Weight))]);

    private CandidateGroup Fallback(string name, FrozenDictionary<string, DeploymentModel> deployments) =>
        deployments.TryGetValue(name, out var deployment) ? new([new CandidateModel(deployment, 1)]) : Group(config.Models[name], deployments);

    private static KeyModel Key(KeyConfig key) => new()
    {
        Id = KeyText.IdOfConfigured(key.Name),
        Name = key.Name,
        Hash = KeySecretValidator.HashOf(key)!.Value,
        Tenant = key.Tenant,
        Feature = key.Feature,
        Origin = OriginNames.FindOfCalls(key.Origin),
        Deadline = key.Deadline,
        Models = key.Models?.ToFrozenSet(StringComparer.Ordinal),
        Priority = CallPriorities.Find(key.Priority) ?? CallPriority.Normal,
        RateLimit = RateLimitModel.Own("keys", key.Name, KeyText.IdOfConfigured(key.Name), RateLimitBuilder.Quota(key.Limits)),
    };

    private TimeoutsConfig Above(ProviderConfig provider) => (provider.Timeouts ?? new TimeoutsConfig()).Over(config.Timeouts);

    private static TimeoutsModel Timeouts(TimeoutsConfig all) => new(all.Connect!.Value, all.FirstByte!.Value, all.FirstToken, all.Idle!.Value, all.Total!.Value);
}
