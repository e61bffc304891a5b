namespace Weir.Gateway.Model;

/// <summary>What a declared cost is paid for.</summary>
internal enum CostUnit
{
    Call,
    ThousandCalls,
    Hour,
    Day,
    Week,
    Month,
    Year,
}
