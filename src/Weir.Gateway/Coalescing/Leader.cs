using Weir.Gateway.Calls;
using Weir.Gateway.Fallbacks;

namespace Weir.Gateway.Coalescing;

/// <summary>A call whose answer is kept for others while it goes through the stages as ever. It goes on without its own client as long as anybody follows.</summary>
internal sealed class Leader
{
    /// <summary>An answer that was taken in whole is all ending. Of a long one the followers hold back a part only, since each has a copy of that.</summary>
    private const int LongestEnding = 64 * 1024;

    /// <summary>Without its last bytes no answer is whole.</summary>
    private const int HeldBack = 1024;

    private readonly Call _call;
    private readonly AnswerKey _key;
    private readonly SharedAnswer _answer;
    private readonly SharedAnswers _answers;
    private readonly KeptAnswers? _kept;
    private readonly CancellationToken _shutdown;
    private readonly TappedWriter _writer;
    private readonly CancellationTokenRegistration _gone;

    /// <param name="call">The call.</param>
    /// <param name="key">What it asks for.</param>
    /// <param name="answer">What others are given.</param>
    /// <param name="answers">Where they find it.</param>
    /// <param name="kept">Where a whole answer is kept for when nobody answers, or null.</param>
    /// <param name="shutdown">Cancelled when the gateway waits for nobody any more.</param>
    public Leader(Call call, AnswerKey key, SharedAnswer answer, SharedAnswers answers, KeptAnswers? kept, CancellationToken shutdown)
    {
        (_call, _key, _answer, _answers, _kept, _shutdown) = (call, key, answer, answers, kept, shutdown);
        _writer = new TappedWriter(call, answer, call.Model.Limits.SharedAnswer);
        call.Reply.WriteTo(_writer);
        call.WaitedForUntil(answer.NobodyLeft);
        _gone = call.Http.RequestAborted.UnsafeRegister(static answer => ((SharedAnswer)answer!).LeaveLeader(), answer);
    }

    /// <summary>Lets the followers have the end, once the stages are done with the call, and leaves it as one like any other.</summary>
    public async ValueTask EndAsync()
    {
        _gone.Unregister();
        _answers.Remove(_key, _answer);
        using var deadline = new CancellationTokenSource(_call.TimeLeft > TimeSpan.Zero ? _call.TimeLeft : TimeSpan.Zero, _call.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _shutdown);
        var drained = _writer.DrainAsync(stop.Token);
        Close();
        try
        {
            await drained;
        }
        catch (OperationCanceledException)
        {
            // Its client did not take it in the time that the call has.
            _call.Fail(CallErrors.ClientGone());
        }
        _call.Reply.WriteTo(null);
        if (_call.Http.RequestAborted.IsCancellationRequested) _call.Fail(CallErrors.ClientGone());
    }

    private void Close()
    {
        var error = _call.Error;
        var ending = _call.Reply.Ending.Span;
        var head = _answer.Head ?? SharedHead.Of(_call, _call.Reply.IsStream);
        if (error is null && ending.Length > LongestEnding)
        {
            _answer.Append(head, ending[..^HeldBack].ToArray());
            ending = ending[^HeldBack..];
        }
        var end = new SharedEnd(Lasting(error), ending.ToArray(), _call.Reply.Sequence)
        {
            Deployment = _call.Record.Deployment,
            ModelAnswered = _call.Record.LastAttempt()?.ModelAnswered,
            FinishReason = _call.Attempt?.FinishReason,
        };
        _answer.Close(head, end);
        if (error is null && _call.Attempt?.Poor is null && _kept is not null && _answer.ToArray() is { } body) _kept.Keep(_call, _key, _answer.Head!, [.. body, .. end.Ending]);
    }

    /// <summary>An upstream's own error body may be in a buffer that goes with the call.</summary>
    private static CallError? Lasting(CallError? error) => error?.Body is { } body ? error with { Body = body.ToArray() } : error;
}
