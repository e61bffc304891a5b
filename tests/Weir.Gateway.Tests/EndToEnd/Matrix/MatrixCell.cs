using Weir.Dialects;

namespace Weir.Gateway.Tests.EndToEnd.Matrix;

/// <summary>One fault at one moment of one kind of call.</summary>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Phase">When.</param>
/// <param name="IsStreamed">Whether the client wants a stream.</param>
/// <param name="Client">What the client speaks.</param>
/// <param name="Upstream">What the upstream speaks.</param>
/// <param name="HasFallback">Whether another deployment, which is well, may answer instead.</param>
internal sealed record MatrixCell(string Fault, string Phase, bool IsStreamed, string Client, string Upstream, bool HasFallback)
{
    private static readonly string[] Clients = ["chat", "responses", "messages", "gemini"];

    /// <summary>
    /// The faults that can happen in a phase. Not here, because there is no such thing: a status, bytes or a content type of a
    /// connection that does not stand, or a status and a content type after the headers, where an upstream can report an error
    /// only as an event of a stream (the 529). A connection that nobody accepts needs a network that loses packets, and its
    /// limit runs on the system's clock. Silence once something was said is a stall.
    /// </summary>
    private static readonly Dictionary<string, string[]> Faults = new()
    {
        ["connect"] = ["reset"],
        ["headers"] = ["429", "500", "529", "reset", "silence", "slow", "cut", "stall", "garbage", "wrong-type"],
        ["first-token"] = ["529", "reset", "cut", "stall", "slow", "garbage"],
        ["mid-stream"] = ["529", "reset", "cut", "stall", "slow", "garbage"],
        ["end"] = ["reset", "cut", "stall", "slow", "garbage"],
    };

    /// <summary>All that make sense.</summary>
    public static IReadOnlyList<MatrixCell> All { get; } =
    [
        .. from phase in Faults
           from fault in phase.Value
           from isStreamed in (bool[])[false, true]
           where isStreamed || fault != "529" || phase.Key == "headers"
           from client in Clients
           from upstream in (string[])[client, client == "messages" ? "chat" : "messages"]
           from hasFallback in (bool[])[false, true]
           select new MatrixCell(fault, phase.Key, isStreamed, client, upstream, hasFallback),
    ];

    /// <summary>The name of its model, its deployment and its provider: nothing that one cell does may count against another.</summary>
    public string Name => $"{Fault}-{Phase}-{(IsStreamed ? "streamed" : "plain")}-{Client}-{Upstream}{(HasFallback ? "-fallback" : "")}";

    public Dialect Dialect => Enum.Parse<Dialect>(Upstream, ignoreCase: true);

    /// <summary>Whether the fault leaves a client without a whole answer, unless somebody else gives it.</summary>
    public bool IsFatal => (Fault, Phase) switch
    {
        // What is asked for as a stream and is none is read as a plain answer, which it is not either.
        ("wrong-type", _) => IsStreamed,
        // A part of the answer came late, but all of it came in time; before any of it, slow bytes are a kind of silence.
        ("slow", "mid-stream" or "end") => false,
        // Once the finish has been said there is nothing more to wait for. A plain answer has no such word, and Gemini's is its last.
        (_, "end") => !IsStreamed || Upstream == "gemini",
        _ => true,
    };

    /// <summary>Whether the upstream has sent nothing that is charged for. A plain answer that came slowly was begun.</summary>
    public bool SaysNothing => Phase is "connect" or "headers" || (Phase == "first-token" && (IsStreamed || Fault != "slow"));
}
