namespace Weir.Gateway.Audit;

/// <summary>What the audit log says was done.</summary>
internal static class AuditActions
{
    public const string KeyCreate = "key.create";

    public const string KeyRevoke = "key.revoke";

    public const string KeyPause = "key.pause";

    public const string KeyThrottle = "key.throttle";

    public const string KeyResume = "key.resume";

    public const string FaultStart = "fault.start";

    public const string FaultStop = "fault.stop";

    public const string BudgetRaise = "budget.raise";

    public const string PricesImport = "prices.import";

    public const string PricesRecompute = "prices.recompute";
}
