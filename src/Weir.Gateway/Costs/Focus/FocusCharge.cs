namespace Weir.Gateway.Costs.Focus;

/// <summary>What calls of one kind cost in one hour or day: one row of a FOCUS dataset.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it is over.</param>
/// <param name="Row">What was used, by <see cref="FocusDataset.Dimensions"/>.</param>
internal sealed record FocusCharge(DateTime Start, DateTime End, CostRow Row)
{
    /// <summary>One of the dimensions, empty where it is not known.</summary>
    public string this[CostDimension dimension] => Row.Values[1 + FocusDataset.Dimensions.IndexOf(dimension)];

    /// <summary>The model that answered, or, where none has said which it is, the one that was asked for.</summary>
    public string Model => this[CostDimension.Answered] is { Length: > 0 } answered ? answered : this[CostDimension.Model];

    /// <summary>The first day of the month in which it was used.</summary>
    public DateTime Month => new(Start.Year, Start.Month, 1, 0, 0, 0, DateTimeKind.Utc);
}
