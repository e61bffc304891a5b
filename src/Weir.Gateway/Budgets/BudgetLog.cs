using Microsoft.Extensions.Logging;

namespace Weir.Gateway.Budgets;

/// <summary>What happens to budgets: ids 3100 to 3149.</summary>
internal static partial class BudgetLog
{
    [LoggerMessage(3100, LogLevel.Information, "the budget {Budget} counts {Counters} counters' spending from before it was configured")]
    public static partial void Counted(ILogger log, string budget, int counters);

    [LoggerMessage(3101, LogLevel.Error, "the budget {Budget} could not be counted from the ledger; if it is hard, its calls wait. It is tried again every 30 s")]
    public static partial void CountingFailed(ILogger log, Exception failure, string budget);

    [LoggerMessage(3102, LogLevel.Error, "{Calls} calls had reserved money long after their deadline; it was given back. This is a mistake in Weir: please report it")]
    public static partial void Swept(ILogger log, int calls);

    [LoggerMessage(3103, LogLevel.Error, "old counters of budgets could not be forgotten; the next hour tries again")]
    public static partial void PurgeFailed(ILogger log, Exception failure);

    [LoggerMessage(3104, LogLevel.Warning, "it could not be written down that steps of budgets ({Budgets}) were reached; they may be told again: {Why}")]
    public static partial void StepNotKept(ILogger log, string budgets, string why);

    [LoggerMessage(3106, LogLevel.Error, "it could not be noted that budgets are not configured any more; it is tried again every 30 s")]
    public static partial void ForgettingFailed(ILogger log, Exception failure);

    [LoggerMessage(3107, LogLevel.Error, "what was spent in a counter of the budget {Budget} could not be read; if it is hard, its calls are refused until that is possible")]
    public static partial void CounterNotRead(ILogger log, Exception failure, string budget);

    [LoggerMessage(3105, LogLevel.Error, "raises of budgets could not be read; those known so far stay in force")]
    public static partial void RaisesNotRead(ILogger log, Exception failure);

    [LoggerMessage(EventId = 3111, Message = "the budget {Budget} has reached {Step}: {Spent} are spent")]
    public static partial void StepReached(ILogger log, LogLevel level, string budget, string step, string spent);

    [LoggerMessage(3110, LogLevel.Error, "the budget {Budget} was not raised: neither the raise nor its entry in the audit log could be written")]
    public static partial void RaiseNotKept(ILogger log, Exception failure, string budget);
}
