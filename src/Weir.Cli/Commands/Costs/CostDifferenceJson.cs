using Weir.Cli.Output;
using Weir.Gateway.Ledger.Rollups;

namespace Weir.Cli.Commands.Costs;

/// <summary>A sum that is not what a recount comes to, as <c>--json</c> prints it: its row's key, and what it lacks.</summary>
internal static class CostDifferenceJson
{
    public static object Of(RollupDifference difference)
    {
        var row = new OrderedDictionary<string, object?> { ["table"] = difference.Table };
        if (difference.Hour is { } hour) AddKey(row, hour);
        if (difference.Value is { } value) AddKey(row, value);
        row["missing"] = new
        {
            calls = difference.Missing.Calls,
            attempts = difference.Missing.Attempts,
            input_tokens = difference.Missing.Usage.Input,
            output_tokens = difference.Missing.Usage.Output,
            cached_input_tokens = difference.Missing.Usage.CachedInput,
            uncosted = difference.Missing.Uncosted,
            estimated = difference.Missing.Estimated,
            // As text: it may have more digits than a number in JSON is read with.
            cost = difference.Missing.Cost.ToString(),
            saved = difference.Missing.Saved.ToString(),
        };
        return row;
    }

    private static void AddKey(OrderedDictionary<string, object?> row, in HourKey key)
    {
        (row["hour"], row["tenant"], row["feature"], row["key_id"]) = (Show.Iso(key.Hour), key.Tenant, key.Feature, key.KeyId);
        (row["origin"], row["model_asked"], row["model_answered"], row["deployment"]) = (key.Origin, key.ModelAsked, key.ModelAnswered, key.Deployment);
        (row["provider"], row["region"], row["release"], row["result"]) = (key.Provider, key.Region, key.Release, key.Result);
    }

    private static void AddKey(OrderedDictionary<string, object?> row, in ValueKey key)
    {
        (row["grain"], row["start"], row["dimension"], row["value"]) = (key.Grain, Show.Iso(key.Start), key.Dimension, key.Value);
        (row["tenant"], row["feature"], row["model_asked"]) = (key.Tenant, key.Feature, key.ModelAsked);
    }
}
