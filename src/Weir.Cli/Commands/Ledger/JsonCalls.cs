using Weir.Cli.Output;
using Weir.Gateway.Ledger;

namespace Weir.Cli.Commands.Ledger;

/// <summary>Calls as JSON, one object a line.</summary>
internal sealed class JsonCalls : ICallPrinter
{
    public void Print(IReadOnlyList<CallRecord> calls)
    {
        foreach (var call in calls) Console.Out.WriteLine(Json.Line(CallJson.Of(call)));
    }
}
