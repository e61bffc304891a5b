namespace Weir.Gateway.Telemetry;

/// <summary>What the GenAI conventions call the operation behind an endpoint (<c>gen_ai.operation.name</c>).</summary>
internal static class OperationNames
{
    /// <param name="endpoint">As the ledger names it, such as <c>chat.completions</c>.</param>
    /// <returns>The convention's name; the endpoint itself where the convention has none, such as <c>models</c>.</returns>
    public static string Of(string endpoint) => endpoint switch
    {
        "chat.completions" or "messages" or "responses" => "chat",
        "completions" => "text_completion",
        _ => endpoint,
    };
}
