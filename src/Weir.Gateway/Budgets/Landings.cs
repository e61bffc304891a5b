using Weir.Gateway.Calls;
using Weir.Gateway.Model;

namespace Weir.Gateway.Budgets;

/// <summary>Works out what the steps that a call's budgets have reached do to it. Runs under the lock of the <see cref="BudgetBook"/>.</summary>
internal static class Landings
{
    /// <summary>All that is reached together: the fewest tokens, the lowest priority, the model of the highest step; and a refusal, where one is reached.</summary>
    /// <param name="budgets">The call's budgets.</param>
    /// <param name="now">Microseconds since the Unix epoch.</param>
    /// <returns>Null where nothing is done.</returns>
    public static Landing? Of(BudgetSet budgets, long now)
    {
        var all = default(Reached);
        foreach (var account in budgets.Accounts)
        {
            var model = account.Budget.Model;
            foreach (var step in model.Steps)
                if (step.Action != BudgetAction.Notify && account.TotalAt(now) >= step.At * account.LimitAt(now)) all.Add(account, step, now);
        }
        return all.ToLanding();
    }

    private struct Reached
    {
        private string? _budget;
        private string? _model;
        private decimal _modelAt;
        private long? _maxTokens;
        private bool _isCached;
        private bool _isPutBack;
        private CallError? _refusal;

        public void Add(BudgetAccount account, BudgetStep step, long now)
        {
            var budget = account.Budget.Model;
            _budget ??= budget.Name;
            if (step.Action == BudgetAction.Block)
            {
                var figures = new BudgetFigures(account.SpentAt(now), account.Reserved, account.LimitAt(now), account.ResetsAt(now));
                _refusal ??= CallErrors.BudgetExceeded(budget.Name, BudgetWords.StateOf(budget, figures), needed: null, BudgetWords.ResetOf(figures), budget.Contact);
                return;
            }
            if (step.Model is { } model && step.At >= _modelAt) (_model, _modelAt) = (model, step.At);
            if (step.MaxTokens is { } most) _maxTokens = Math.Min(_maxTokens ?? most, most);
            _isCached |= step.Cached;
            _isPutBack |= step.Priority == CallPriority.Low;
        }

        /// <summary>The best of it first, and what is done where that cannot be.</summary>
        public readonly Landing? ToLanding()
        {
            if (_budget is null) return null;
            Landing? landing = _refusal is not null ? new Landing(_budget) { Refusal = _refusal } : Cheaper(_budget);
            return _isCached ? new Landing(_budget) { IsCached = true, Otherwise = landing } : landing;
        }

        private readonly Landing? Cheaper(string budget)
        {
            var asAsked = _maxTokens is not null || _isPutBack ? new Landing(budget) { MaxTokens = _maxTokens, IsPutBack = _isPutBack } : null;
            return _model is null ? asAsked : new Landing(budget) { Model = _model, MaxTokens = _maxTokens, IsPutBack = _isPutBack, Otherwise = asAsked };
        }
    }
}
