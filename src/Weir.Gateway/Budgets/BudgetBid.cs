using Weir.Gateway.Calls;
using Weir.Gateway.Model;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Budgets;

/// <summary>What an attempt may come to, which it asks its budgets for.</summary>
internal readonly record struct BudgetBid
{
    /// <summary>What an attempt may last beyond its limits, until its end is noticed and written down.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly RequestBounds _bounds;
    private readonly TimeSpan _longest;

    private BudgetBid(PriceModel? price, in RequestBounds bounds, TimeSpan longest, long wanted)
    {
        (Price, _bounds, _longest, Wanted) = (price, bounds, longest, wanted);
    }

    /// <summary>What the attempt is charged, or null where nobody knows.</summary>
    public PriceModel? Price { get; }

    /// <summary>Most output tokens of all its answers together, unless they are lowered.</summary>
    public long Wanted { get; }

    /// <summary>The least output tokens that it makes sense to ask for.</summary>
    public long Lowest => Math.Min(_bounds.LowestOutput, Wanted);

    /// <summary>How many answers share them.</summary>
    public int Choices => _bounds.Choices;

    /// <summary>Whether the model could say more than this if nobody told it not to.</summary>
    public bool NeedsLimit => Wanted < _bounds.MostOutput;

    /// <summary>Works out what an attempt of a call may come to.</summary>
    /// <param name="call">The call.</param>
    /// <param name="deployment">Where it goes.</param>
    /// <param name="mayLower">Whether it may be given fewer output tokens than it asks for.</param>
    public static BudgetBid Of(Call call, DeploymentModel deployment, bool mayLower)
    {
        var bounds = RequestBounds.Of(call, deployment);
        // As much as a model can say at most is rarely said, and would be reserved for everybody who sets no limit.
        var wanted = mayLower ? bounds.LargestLimit : bounds.MostOutput;
        var longest = deployment.Timeouts.Total < call.TimeLeft ? deployment.Timeouts.Total : call.TimeLeft;
        return new BudgetBid(deployment.Price?.At(call.Record.StartedAt), bounds, longest + Slack, wanted);
    }

    /// <summary>What it comes to at most with so many output tokens.</summary>
    public Amount For(long output) => new(Price is { } price ? WorstCase.CostOf(price, _bounds, output, _longest) : 0, _bounds.InputTokens + output);

    /// <summary>How many output tokens there is room for; less than 0 where there is none even for the request.</summary>
    /// <param name="room">What is left, in the unit.</param>
    /// <param name="unit">Of which budget.</param>
    public long OutputFor(decimal room, BudgetUnit unit)
    {
        if (unit == BudgetUnit.Money) return Price is { } price ? WorstCase.OutputFor(price, _bounds, room, _longest) : -1;
        var left = decimal.Floor(room) - _bounds.InputTokens;
        return left >= Wanted ? Wanted : (long)Math.Max(left, -1);
    }
}
