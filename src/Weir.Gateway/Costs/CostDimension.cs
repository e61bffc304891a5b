namespace Weir.Gateway.Costs;

/// <summary>What costs can be told apart by. Named by <see cref="CostDimensions.NameOf"/>.</summary>
internal enum CostDimension
{
    /// <summary>Who pays.</summary>
    Tenant,

    /// <summary>The part of the product.</summary>
    Feature,

    /// <summary>The virtual key, by its identifier.</summary>
    Key,

    /// <summary>The end user that the client named.</summary>
    User,

    /// <summary>The conversation that the client named.</summary>
    Session,

    /// <summary>Each tag that the client gave: a call with two counts for both.</summary>
    Tag,

    /// <summary>The model that the client asked for.</summary>
    Model,

    /// <summary>The model that answered.</summary>
    Answered,

    /// <summary>Where the attempt went.</summary>
    Deployment,

    /// <summary>Whose deployment that is.</summary>
    Provider,

    /// <summary>Where it computes.</summary>
    Region,

    /// <summary>The configuration that the call ran under.</summary>
    Release,

    /// <summary>What the attempt was made for.</summary>
    Origin,

    /// <summary>The prompt's template, by its hash.</summary>
    Prompt,

    /// <summary>What became of the attempt.</summary>
    Result,

    /// <summary>The hour in which the call came.</summary>
    Hour,

    /// <summary>The day.</summary>
    Day,

    /// <summary>The week, by its Monday.</summary>
    Week,

    /// <summary>The month.</summary>
    Month,
}
