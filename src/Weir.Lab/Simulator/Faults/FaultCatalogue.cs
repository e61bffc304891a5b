namespace Weir.Lab.Simulator.Faults;

/// <summary>Every fault that the simulator knows, in one table: for the parser, for <c>weir sim --help</c>, for the tests.</summary>
public static class FaultCatalogue
{
    /// <summary>The table.</summary>
    public static IReadOnlyList<FaultDescription> All { get; } =
    [
        Row(FaultKind.Status, FaultArgument.Status, 500, "status", "CODE[:retry-after=S][:retry-after-ms=MS][:code=WORD]", "an error answer of that HTTP status, and with that code in its body"),
        Row(FaultKind.Reset, FaultArgument.None, 0, "reset", "", "the connection is reset before any answer"),
        Row(FaultKind.ResetMid, FaultArgument.Count, 5, "reset-mid", "TOKENS", "the connection is reset after that many tokens"),
        Row(FaultKind.Silence, FaultArgument.None, 0, "silence", "", "the request is taken and never answered"),
        Row(FaultKind.SlowHeaders, FaultArgument.Duration, 5000, "slow-headers", "TIME", "nothing at all for that long, then a normal answer"),
        Row(FaultKind.SlowFirstToken, FaultArgument.Duration, 20_000, "slow-first-token", "TIME", "headers at once, the first token that much later"),
        Row(FaultKind.SlowTokens, FaultArgument.Duration, 500, "slow-tokens", "TIME", "that long between any two tokens"),
        Row(FaultKind.Cut, FaultArgument.Count, 5, "cut", "TOKENS", "the connection closes in the middle of the body after that many tokens"),
        Row(FaultKind.End, FaultArgument.Count, 5, "end", "TOKENS", "the stream ends in good order after that many tokens, with no finish_reason and no [DONE]"),
        Row(FaultKind.Stall, FaultArgument.CountAndDuration, 5, "stall", "TOKENS[:TIME]", "silence after that many tokens, for that long or for ever"),
        Row(FaultKind.Malformed, FaultArgument.Count, 2, "malformed", "EVENT", "that event (from 1) is broken JSON, the rest is fine"),
        Row(FaultKind.StrayEvent, FaultArgument.Count, 2, "stray-event", "EVENT", "in that place (from 1) comes an event more, which is broken JSON; nothing is lost"),
        Row(FaultKind.NoDone, FaultArgument.None, 0, "no-done", "", "the stream lacks its final [DONE]"),
        Row(FaultKind.NoDoneOpen, FaultArgument.None, 0, "no-done-open", "", "the stream lacks its final [DONE], and the connection stays open"),
        Row(FaultKind.DuplicateDone, FaultArgument.None, 0, "duplicate-done", "", "the stream says [DONE] twice"),
        Row(FaultKind.WrongUsage, FaultArgument.Word, 0, "wrong-usage", "[low|negative|huge]", "a usage that contradicts the text"),
        Row(FaultKind.NoUsage, FaultArgument.None, 0, "no-usage", "", "no usage, even when it was asked for"),
        Row(FaultKind.Garbage, FaultArgument.None, 0, "garbage", "", "status 200 and a body, or events, that are not JSON"),
        Row(FaultKind.Html, FaultArgument.None, 0, "html", "", "status 502 and a web page"),
        Row(FaultKind.WrongContentType, FaultArgument.None, 0, "wrong-content-type", "", "the right body labelled text/plain"),
        Row(FaultKind.Empty, FaultArgument.None, 0, "empty", "", "status 200 and no body"),
        Row(FaultKind.Blank, FaultArgument.None, 0, "blank", "", "a whole answer in good order, without a word in it"),
        Row(FaultKind.Babble, FaultArgument.Count, 200, "babble", "TOKENS", "one word over and over, that many times"),
        Row(FaultKind.TruncatedJson, FaultArgument.None, 0, "truncated-json", "", "half of the JSON, then an orderly end of the body"),
        Row(FaultKind.HugeEvent, FaultArgument.Count, 1_000_000, "huge-event", "BYTES", "one token of that many bytes"),
        Row(FaultKind.Crlf, FaultArgument.None, 0, "crlf", "", "events end with CRLF and have comments between them, which is legal"),
        Row(FaultKind.Split, FaultArgument.Count, 1, "split", "BYTES", "the body arrives in pieces of that many bytes"),
        Row(FaultKind.BackgroundFailed, FaultArgument.None, 0, "background-failed", "", "a response in the background comes to nothing, and fails"),
        Row(FaultKind.BackgroundLost, FaultArgument.None, 0, "background-lost", "", "a response in the background is forgotten at once: whoever asks for it gets 404"),
        Row(FaultKind.NoPrefill, FaultArgument.None, 0, "no-prefill", "", "status 400 when the last message is the assistant's, which asks to go on from there"),
    ];

    private static FaultDescription Row(FaultKind kind, FaultArgument form, int standard, string name, string argument, string text) =>
        new(name, argument, text) { Kind = kind, Form = form, Default = standard };
}
