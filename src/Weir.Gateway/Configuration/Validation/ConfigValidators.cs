namespace Weir.Gateway.Configuration.Validation;

/// <summary>All validators. Their order makes no difference: errors are sorted by line.</summary>
internal static class ConfigValidators
{
    public static IReadOnlyList<IConfigValidator> All { get; } =
    [
        new ServerValidator(),
        new LimitsValidator(),
        new TimeoutsValidator(),
        new StorageValidator(),
        new ResponsesValidator(),
        new NamesValidator(),
        new ProviderAddressValidator(),
        new ProviderApisValidator(),
        new ProviderCredentialsValidator(),
        new AccountValidator(),
        new HeadersValidator(),
        new ForwardHeadersValidator(),
        new DeploymentValidator(),
        new ProbeValidator(),
        new ConcurrencyValidator(),
        new SharesValidator(),
        new PriceValidator(),
        new RouteValidator(),
        new FallbackValidator(),
        new BatchValidator(),
        new HedgeValidator(),
        new CapabilitiesValidator(),
        new PrefillValidator(),
        new DeadlineValidator(),
        new AnswerChecksValidator(),
        new KeySecretValidator(),
        new KeyReferencesValidator(),
        new AdminValidator(),
        new DeclaredCostValidator(),
        new FaultValidator(),
        new AlertValidator(),
        new AnomaliesValidator(),
        new BudgetValidator(),
        new RateLimitValidator(),
    ];
}
